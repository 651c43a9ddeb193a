import { describe, expect, it } from "vitest";
import { catalogue } from "../../../events/catalogue.ts";
import { functions } from "../../../infra/functions.ts";
import { pathOf, type Resource, synthesise } from "./city.ts";

const city = await synthesise();
const subscriptions = city.ofType("AWS::SNS::Subscription");
const topics = city.ofType("AWS::SNS::Topic");

/** `settlement/barrier` for the queue that a subscription delivers to. */
function consumerOf(subscription: Resource): string {
  const [endpoint = ""] = city.targets(subscription, subscription.properties["Endpoint"]);
  return endpoint.replace(/^Ronghe-(\w+)\/(\w+)Queue[0-9A-F]{8}$/, "$1/$2").toLowerCase();
}

describe("facts between contexts", () => {
  it("the subscriptions deliver exactly what the catalogue says, queue by queue", () => {
    const wired = Object.fromEntries(
      subscriptions.map((one) => [consumerOf(one), one.properties["FilterPolicy"].type]),
    );
    const declared: Record<string, string[]> = {};
    for (const { type, consumers } of catalogue) {
      for (const consumer of consumers) declared[consumer] = [...(declared[consumer] ?? []), type].sort();
    }
    expect(wired).toEqual(declared);
  });

  it.each(subscriptions.map((one) => [consumerOf(one), one] as const))(
    "%s gets them raw, and what cannot be delivered is kept",
    (_, one) => {
      expect(one.properties).toMatchObject({ Protocol: "sqs", RawMessageDelivery: true });
      expect(Object.keys(one.properties["FilterPolicy"])).toEqual(["type"]);
      expect(city.targets(one, one.properties["RedrivePolicy"])[0]).toMatch(/Undelivered/);
    },
  );

  it("the topic is a standard one, as are the queues behind it, and both sides are encrypted", () => {
    const [facts] = topics.filter((topic) => topic.id.startsWith("Facts")) as [Resource];
    expect(facts.properties["FifoTopic"]).toBeUndefined();
    expect(facts.properties["KmsMasterKeyId"]).toBeDefined();
    expect(new Set(subscriptions.flatMap((one) => city.targets(one, one.properties["TopicArn"])))).toEqual(
      new Set([pathOf(facts)]),
    );
    expect(city.ofType("AWS::SQS::Queue").filter((queue) => queue.properties["FifoQueue"])).toEqual([]);
  });

  it.each(topics.map((topic) => [pathOf(topic)] as const))("the topic %s refuses plain HTTP", (path) => {
    const policies = city.ofType("AWS::SNS::TopicPolicy");
    const own = policies.filter((policy) => city.targets(policy, policy.properties["Topics"]).includes(path));
    const statements = own.flatMap((policy) => policy.properties["PolicyDocument"].Statement);
    const insecure = { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    expect(statements).toEqual(expect.arrayContaining([expect.objectContaining(insecure)]));
  });

  it("every type names its producer, and every producer and consumer is a context", () => {
    for (const { type, producer, consumers } of catalogue) {
      expect(type).toMatch(new RegExp(`^cn\\.ronghe\\.${producer}\\.[a-z-]+\\.v\\d+$`));
      for (const consumer of consumers) expect(Object.keys(functions)).toContain(consumer.split("/")[0]);
    }
  });
});
