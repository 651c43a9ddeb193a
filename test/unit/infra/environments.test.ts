import { describe, expect, it } from "vitest";
import { type City, synthesise } from "./city.ts";

const anywhere = await synthesise();
const beijing = await synthesise({ region: "cn-north-1" });
const frankfurt = await synthesise({ region: "eu-central-1" });

/** What the design uses; each exists in China's regions. A new kind of resource has to be put here on purpose. */
const KINDS = [
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Authorizer",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::DynamoDB::GlobalTable",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::KMS::Key",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogGroup",
  "AWS::S3::Bucket",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::Topic",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
  "AWS::Scheduler::Schedule",
  "Custom::S3BucketNotifications",
];

const kindsOf = (city: City): string[] =>
  [...new Set(city.resources.map((resource) => resource.type))].sort();

/** The hosts that the templates write out, but for the names of services as principals, which are the same in China. */
function hosts(city: City): string[] {
  const text = JSON.stringify(city.templates).replace(/"(Service|Principal)":"[a-z0-9.-]+"/g, "");
  return [...new Set(text.match(/[\w.-]*amazonaws\.com[\w.]*/g) ?? [])].sort();
}

describe("the same city", () => {
  it.each([
    ["anywhere", anywhere],
    ["in China", beijing],
    ["in Europe", frankfurt],
  ])("%s is made of the same kinds of resource", (_, city) => {
    expect(kindsOf(city)).toEqual(KINDS);
    expect(city.resources).toHaveLength(anywhere.resources.length);
  });

  it("names no partition, account, region or host of AWS unless it was told the region", () => {
    expect(hosts(anywhere)).toEqual([]);
    expect(JSON.stringify(anywhere.templates)).not.toMatch(/arn:aws[\w-]*:/);
  });

  it("in China speaks of nothing outside China", () => {
    expect(hosts(beijing).filter((host) => !host.endsWith(".amazonaws.com.cn"))).toEqual([]);
    expect(JSON.stringify(beijing.templates)).not.toMatch(/arn:aws:/);
  });

  it("in China runs on x86, as AWS documents no Arm there, unless somebody says otherwise", async () => {
    const architectures = (city: City) => [
      ...new Set(
        city.ofType("AWS::Lambda::Function").flatMap((one) => one.properties["Architectures"] ?? []),
      ),
    ];
    expect(architectures(beijing)).toEqual(["x86_64"]);
    expect(architectures(frankfurt)).toEqual(["arm64"]);
    expect(architectures(await synthesise({ region: "cn-northwest-1", architecture: "arm64" }))).toEqual([
      "arm64",
    ]);
  });

  it("keeps clear of what CloudFormation allows a stack: 500 resources, 200 outputs, a megabyte", () => {
    for (const [stack, template] of Object.entries(anywhere.templates)) {
      expect(Object.keys(template.Resources).length, stack).toBeLessThan(400);
      expect(Object.keys(template.Outputs ?? {}).length, stack).toBeLessThan(150);
      expect(JSON.stringify(template).length, stack).toBeLessThan(800_000);
    }
  });
});

describe("a setting that is missing or unusable is named", () => {
  it.each([
    [{ oidcIssuer: "" }, /oidcIssuer/],
    [{ cityName: "" }, /cityName/],
    [{ evidenceYears: "for ever" }, /evidenceYears/],
    [{ architecture: "mips" }, /architecture/],
  ])("%j", async (context, named) => {
    await expect(synthesise(context)).rejects.toThrow(named);
  });
});
