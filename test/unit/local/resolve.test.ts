import { describe, expect, it } from "vitest";
import { PSEUDO } from "../../../infra/local/names.ts";
import { Resolver, type Template } from "../../../infra/local/resolve.ts";

const NETWORK: Template = {
  Resources: { Table: { Type: "AWS::DynamoDB::GlobalTable" } },
  Outputs: { Out: { Value: { "Fn::GetAtt": ["Table", "Arn"] }, Export: { Name: "Network:TableArn" } } },
};
const APP: Template = {
  Parameters: {
    Size: { Type: "Number", Default: 3 },
    Version: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/x" },
  },
  Conditions: {
    Small: { "Fn::Equals": [{ Ref: "Size" }, 3] },
    China: { "Fn::Equals": [{ Ref: "AWS::Partition" }, "aws-cn"] },
    Either: { "Fn::Or": [{ Condition: "Small" }, { Condition: "China" }] },
    Neither: { "Fn::Not": [{ Condition: "Either" }] },
  },
  Mappings: { Map: { a: { b: "found" } } },
  Resources: {
    Queue: { Type: "AWS::SQS::Queue" },
    Never: { Type: "AWS::SQS::Queue", Condition: "Neither" },
  },
};

const resolver = new Resolver({
  templates: new Map([
    ["App", APP],
    ["Network", NETWORK],
  ]),
  pseudo: PSEUDO,
  identify: ({ stack, id }) => ({ ref: `${stack}-${id}`, attributes: { Arn: `arn:${id}` } }),
});
const resolve = (value: unknown): unknown => resolver.resolve("App", value);

describe("intrinsic functions", () => {
  it.each([
    ["a reference", { Ref: "Queue" }, "App-Queue"],
    ["an attribute", { "Fn::GetAtt": ["Queue", "Arn"] }, "arn:Queue"],
    ["an attribute with a dot", { "Fn::GetAtt": "Queue.Arn" }, "arn:Queue"],
    ["a parameter", { Ref: "Size" }, 3],
    ["a pseudo parameter", { Ref: "AWS::Region" }, "ap-east-1"],
    ["the stack's name", { Ref: "AWS::StackName" }, "App"],
    ["an import", { "Fn::ImportValue": "Network:TableArn" }, "arn:Table"],
    ["a join", { "Fn::Join": ["-", ["a", { Ref: "Queue" }]] }, "a-App-Queue"],
    [
      "a selection of a split",
      { "Fn::Select": [1, { "Fn::Split": [":", { "Fn::GetAtt": ["Queue", "Arn"] }] }] },
      "Queue",
    ],
    ["a substitution", { "Fn::Sub": "${AWS::Region}/${Queue.Arn}/${!Kept}" }, "ap-east-1/arn:Queue/${Kept}"],
    [
      "a substitution with its own names",
      { "Fn::Sub": ["${A}-${Queue}", { A: { Ref: "Size" } }] },
      "3-App-Queue",
    ],
    ["a map", { "Fn::FindInMap": ["Map", "a", "b"] }, "found"],
    ["a choice", { "Fn::If": ["Small", "yes", "no"] }, "yes"],
    ["base64", { "Fn::Base64": "a" }, "YQ=="],
    ["what is nested", { a: [{ b: { Ref: "Size" } }] }, { a: [{ b: 3 }] }],
    ["no value", { a: { Ref: "AWS::NoValue" }, b: [{ Ref: "AWS::NoValue" }, 1] }, { b: [1] }],
    ["no value by choice", { a: { "Fn::If": ["China", 1, { Ref: "AWS::NoValue" }] } }, {}],
    [
      "a condition of a policy, which is none",
      { Condition: { Bool: { x: "true" } } },
      { Condition: { Bool: { x: "true" } } },
    ],
  ])("resolve %s", (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it.each([
    ["an unknown function", { "Fn::Transform": {} }, /Fn::Transform/],
    ["an unknown name", { Ref: "Nobody" }, /App\/Nobody/],
    [
      "an unknown attribute",
      { "Fn::GetAtt": ["Queue", "Colour"] },
      /App\/Queue AWS::SQS::Queue Fn::GetAtt Colour/,
    ],
    ["an import nobody exports", { "Fn::ImportValue": "x" }, /no stack exports it/],
    ["a parameter from elsewhere", { Ref: "Version" }, /App\/Version/],
    ["a dynamic reference", "{{resolve:ssm:/x}}", /dynamic reference/],
  ])("refuse %s by name", (_, value, message) => {
    expect(() => resolve(value)).toThrow(message);
  });

  it("leave out resources whose condition does not hold", () => {
    expect([...resolver.resources()].map(({ id }) => id)).toEqual(["Queue", "Table"]);
  });
});
