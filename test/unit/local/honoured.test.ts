import { describe, expect, it } from "vitest";
import { readBlueprint } from "../../../infra/local/blueprint.ts";
import { filterPolicyProblem } from "../../../infra/local/filter-policy.ts";
import { assertHonoured, INERT_TYPES, TREATMENTS } from "../../../infra/local/honoured.ts";
import type { Template } from "../../../infra/local/resolve.ts";

const place = { queuesUrl: "http://127.0.0.1:1", url: "http://localhost:2" };
const read = (Resources: Template["Resources"]) =>
  readBlueprint(new Map([["S", { Resources } as Template]]), "/", place);
const GetAtt = (id: string, attribute = "Arn") => ({ "Fn::GetAtt": [id, attribute] });

const QUEUE = { Type: "AWS::SQS::Queue" };
const FIFO = { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true } };
const TOPIC = { Type: "AWS::SNS::Topic" };
const opened = (queue: string) => ({
  Type: "AWS::SQS::QueuePolicy",
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Statement: {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: GetAtt(queue),
        Condition: { ArnEquals: { "aws:SourceArn": { Ref: "T" } } },
      },
    },
  },
});
const subscribed = (more: Record<string, unknown> = {}) => ({
  Type: "AWS::SNS::Subscription",
  Properties: { TopicArn: { Ref: "T" }, Protocol: "sqs", Endpoint: GetAtt("Q"), ...more },
});

describe("what the stage honours", () => {
  it("is taken, down to the leaf", () => {
    const properties = {
      RedrivePolicy: { deadLetterTargetArn: "a", maxReceiveCount: 5 },
      VisibilityTimeout: 3,
      Tags: [{ Key: "a", Value: "b" }],
    };
    expect(() => assertHonoured("S", "Q", "AWS::SQS::Queue", properties)).not.toThrow();
  });

  it.each([
    ["AWS::EC2::Instance", {}, "Unsupported: S/X AWS::EC2::Instance"],
    [
      "AWS::Lambda::Function",
      { VpcConfig: { SubnetIds: ["a"] } },
      "Unsupported: S/X AWS::Lambda::Function.VpcConfig.SubnetIds",
    ],
    [
      "AWS::Lambda::EventSourceMapping",
      { FilterCriteria: { Filters: [{ Pattern: "{}" }] } },
      "Unsupported: S/X AWS::Lambda::EventSourceMapping.FilterCriteria.Filters.Pattern",
    ],
    [
      "AWS::DynamoDB::GlobalTable",
      { StreamSpecification: { StreamViewType: "KEYS_ONLY" } },
      "Unsupported: S/X AWS::DynamoDB::GlobalTable.StreamSpecification.StreamViewType",
    ],
  ])("is all it takes of %s", (type, properties, message) => {
    expect(() => assertHonoured("S", "X", type, properties)).toThrow(message);
  });

  it("has a reason for whatever has no effect", () => {
    const reasons = [
      ...Object.values(INERT_TYPES),
      ...Object.values(TREATMENTS).flatMap(({ inert }) => Object.values(inert ?? {})),
    ];
    expect(reasons.every((reason) => reason.length > 5)).toBe(true);
  });
});

describe("what AWS would refuse", () => {
  it.each([
    [
      "an invalid filter policy",
      { T: TOPIC, Q: QUEUE, P: opened("Q"), S: subscribed({ FilterPolicy: { type: "x" } }) },
      /S\/S AWS::SNS::Subscription.FilterPolicy: type is no list/,
    ],
    [
      "a standard topic into a FIFO queue",
      { T: TOPIC, Q: FIFO, P: opened("Q"), S: subscribed() },
      /a standard topic cannot deliver to a FIFO queue/,
    ],
    [
      "a queue that does not let the topic in",
      { T: TOPIC, Q: QUEUE, S: subscribed() },
      /the policy of S-Q does not let S-T send to it/,
    ],
    [
      "a condition it cannot decide",
      {
        T: TOPIC,
        Q: QUEUE,
        P: {
          ...opened("Q"),
          Properties: {
            ...opened("Q").Properties,
            PolicyDocument: {
              Statement: [{ Effect: "Allow", Condition: { IpAddress: { "aws:SourceIp": "1" } } }],
            },
          },
        },
      },
      /S\/P AWS::SQS::QueuePolicy.PolicyDocument: condition IpAddress/,
    ],
  ])("is refused: %s", (_, resources, message) => {
    expect(() => read(resources)).toThrow(message);
  });

  it("is not what it takes", () => {
    const blueprint = read({
      T: TOPIC,
      Q: QUEUE,
      P: opened("Q"),
      S: subscribed({ FilterPolicy: { type: ["x"] }, RawMessageDelivery: true }),
    });
    expect(blueprint.subscriptions).toEqual([
      {
        topicArn: "arn:aws:sns:ap-east-1:000000000000:S-T",
        queueArn: "arn:aws:sqs:ap-east-1:000000000000:S-Q",
        attributes: {
          RawMessageDelivery: "true",
          FilterPolicy: '{"type":["x"]}',
          FilterPolicyScope: "MessageAttributes",
        },
      },
    ]);
  });

  it.each([
    [{ type: ["a", { prefix: "b" }, { exists: true }, 5] }, null],
    [{}, "is empty"],
    [{ type: [] }, "type has no condition"],
    [{ type: [{ like: "x" }] }, "type: like is no operator"],
    [{ type: [{ prefix: "x", suffix: "y" }] }, "type: a condition has more than one operator"],
    [{ a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] }, "has 6 keys, SNS takes 5"],
    [{ a: Array.from({ length: 151 }, String) }, "has 151 combinations, SNS takes 150"],
  ])("in a filter policy: %j", (policy, problem) => {
    expect(filterPolicyProblem(policy, "MessageAttributes")).toBe(problem);
  });
});
