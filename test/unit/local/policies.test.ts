import { describe, expect, it } from "vitest";
import { readBlueprint } from "../../../infra/local/blueprint.ts";
import type { Folder } from "../../../infra/local/folder.ts";
import { Kms } from "../../../infra/local/kms.ts";

const trusted = {
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
};
const BUCKET_ARN = { "Fn::GetAtt": ["B", "Arn"] };
const { policies } = readBlueprint(
  new Map([
    [
      "S",
      {
        Resources: {
          R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trusted } },
          B: { Type: "AWS::S3::Bucket" },
          K: {
            Type: "AWS::KMS::Key",
            Properties: {
              KeyPolicy: {
                Statement: [
                  {
                    Effect: "Allow",
                    Action: "kms:*",
                    Resource: "*",
                    Principal: { AWS: "arn:aws:iam::000000000000:root" },
                  },
                ],
              },
            },
          },
          Closed: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: { Statement: [] } } },
          P: {
            Type: "AWS::IAM::Policy",
            Properties: {
              PolicyName: "p",
              Roles: [{ Ref: "R" }],
              PolicyDocument: {
                Statement: [
                  {
                    Effect: "Allow",
                    Action: ["s3:Get*", "s3:PutObject"],
                    Resource: { "Fn::Join": ["", [BUCKET_ARN, "/*"]] },
                  },
                  { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
                ],
              },
            },
          },
          BP: {
            Type: "AWS::S3::BucketPolicy",
            Properties: {
              Bucket: { Ref: "B" },
              PolicyDocument: {
                Statement: [
                  {
                    Effect: "Deny",
                    Action: "s3:*",
                    Principal: "*",
                    Resource: "*",
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                  },
                  {
                    Effect: "Deny",
                    Action: "s3:PutObject",
                    Principal: { AWS: "*" },
                    Resource: { "Fn::Join": ["", [BUCKET_ARN, "/*"]] },
                    Condition: {
                      Null: { "s3:if-none-match": "true" },
                      Bool: { "s3:ObjectCreationOperation": "true" },
                    },
                  },
                ],
              },
            },
          },
        },
      },
    ],
  ]),
  "/",
  { queuesUrl: "", url: "" },
);
const role = "arn:aws:iam::000000000000:role/S-R";
const may = (action: string, resource: string, context: Record<string, string> = {}): boolean =>
  policies.allows({ principal: role, action, resource, context });

describe("policies", () => {
  it("allow what a role's policy names, wildcards included", () => {
    expect(may("s3:GetObject", "arn:aws:s3:::s-b/a/b")).toBe(true);
    expect(may("s3:DeleteObject", "arn:aws:s3:::s-b/a")).toBe(false);
    expect(may("s3:GetObject", "arn:aws:s3:::other/a")).toBe(false);
    expect(
      policies.allows({
        principal: "arn:aws:iam::000000000000:role/other",
        action: "s3:GetObject",
        resource: "arn:aws:s3:::s-b/a",
      }),
    ).toBe(false);
  });

  it("deny what a resource's policy denies, under its conditions", () => {
    const creation = { "s3:ObjectCreationOperation": "true" };
    expect(may("s3:PutObject", "arn:aws:s3:::s-b/a", creation)).toBe(false);
    expect(may("s3:PutObject", "arn:aws:s3:::s-b/a", { ...creation, "s3:if-none-match": "*" })).toBe(true);
    expect(may("s3:PutObject", "arn:aws:s3:::s-b/a", { "s3:ObjectCreationOperation": "false" })).toBe(true);
    expect(
      policies.denies({
        principal: "developer",
        action: "s3:PutObject",
        resource: "arn:aws:s3:::s-b/a",
        context: creation,
      }),
    ).toBe(true);
  });

  it("of a key must let the account decide", () => {
    const keys = readKeys();
    expect(keys.map((key) => may("kms:Decrypt", key))).toEqual([true, false]);
  });

  it("say who may take on a role", () => {
    expect(policies.assumable(role, "lambda.amazonaws.com")).toBe(true);
    expect(policies.assumable(role, "scheduler.amazonaws.com")).toBe(false);
  });
});

function readKeys(): string[] {
  const all = {
    Resources: {
      K: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: { Statement: [] } } },
      Closed: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: { Statement: [] } } },
    },
  };
  return readBlueprint(new Map([["S", all]]), "/", { queuesUrl: "", url: "" }).keys;
}

describe("KMS", () => {
  const kms = new Kms(["arn:1/a", "arn:1/b"], {
    secret: (purpose: string) => Buffer.from(purpose.padEnd(32, "-")).toString("base64url"),
  } as Folder);

  it("opens a data key for the same key and context only", () => {
    const { body } = kms.answer("GenerateDataKey", {
      KeyId: "a",
      KeySpec: "AES_256",
      EncryptionContext: { x: "1", y: "2" },
    });
    const blob = { CiphertextBlob: body["CiphertextBlob"] };
    expect(Buffer.from(String(body["Plaintext"]), "base64")).toHaveLength(32);
    const opened = kms.answer("Decrypt", { ...blob, EncryptionContext: { y: "2", x: "1" } });
    expect(opened.body).toMatchObject({ KeyId: "arn:1/a", Plaintext: body["Plaintext"] });
    expect(kms.answer("Decrypt", blob).body["__type"]).toBe("InvalidCiphertextException");
    expect(
      kms.answer("Decrypt", { ...blob, KeyId: "b", EncryptionContext: { x: "1", y: "2" } }).body["__type"],
    ).toBe("IncorrectKeyException");
  });

  it("names what it does not do", () => {
    expect(kms.answer("Sign", {})).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("KMS Sign") },
    });
    expect(kms.answer("GenerateDataKey", { KeyId: "c", KeySpec: "AES_256" }).body["__type"]).toBe(
      "NotFoundException",
    );
  });
});
