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

const queueAt = (path: string): Resource =>
  city.ofType("AWS::SQS::Queue").find((queue) => pathOf(queue) === path) as Resource;

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

  it("come by the topic that keeps their order exactly where the catalogue says so, from end to end", () => {
    const [facts] = topics.filter((topic) => topic.id.startsWith("Facts")) as [Resource];
    const [ordered] = topics.filter((topic) => topic.id.startsWith("OrderedFacts")) as [Resource];
    expect([facts.properties["FifoTopic"], ordered.properties["FifoTopic"]]).toEqual([undefined, true]);
    for (const one of subscriptions) {
      const heard = catalogue.filter(({ consumers }) => consumers.includes(consumerOf(one)));
      const inOrder = heard.some((event) => event.ordered);
      const [topic] = city.targets(one, one.properties["TopicArn"]);
      expect(topic, consumerOf(one)).toBe(pathOf(inOrder ? ordered : facts));
      const undelivered = city.targets(one, one.properties["RedrivePolicy"]);
      const behind = [...city.targets(one, one.properties["Endpoint"]), ...undelivered].map(queueAt);
      const deadLetters = behind.flatMap((queue) => city.targets(queue, queue.properties["RedrivePolicy"]));
      for (const queue of [...behind, ...deadLetters.map(queueAt)])
        expect(queue.properties["FifoQueue"] ?? false, pathOf(queue)).toBe(inOrder);
    }
  });

  it("are encrypted on their way", () => {
    for (const topic of topics) expect(topic.properties["KmsMasterKeyId"], pathOf(topic)).toBeDefined();
  });

  it.each(topics.map((topic) => [pathOf(topic)] as const))("the topic %s refuses plain HTTP", (path) => {
    const policies = city.ofType("AWS::SNS::TopicPolicy");
    const own = policies.filter((policy) => city.targets(policy, policy.properties["Topics"]).includes(path));
    const statements = own.flatMap((policy) => policy.properties["PolicyDocument"].Statement);
    const insecure = { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    expect(statements).toEqual(expect.arrayContaining([expect.objectContaining(insecure)]));
  });

  it("every type names its producer, or the context that a partner tells it, and every consumer is a context", () => {
    for (const { type, producer, consumers, ordered } of catalogue) {
      const context = ordered ? consumers.map((consumer) => consumer.split("/")[0]).join("|") : producer;
      expect(type).toMatch(new RegExp(`^cn\\.ronghe\\.${context}\\.[a-z-]+\\.v\\d+$`));
      for (const consumer of consumers) expect(Object.keys(functions)).toContain(consumer.split("/")[0]);
    }
  });
});
