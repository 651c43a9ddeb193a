import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type ITopic, Subscription, SubscriptionFilter, SubscriptionProtocol } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { catalogue } from "../../events/catalogue.ts";
import type { FactsTopic } from "./facts-topic.ts";
import { DeadLetterQueue, type WorkQueue } from "./queue.ts";

export interface FactsSubscriptionProps {
  topic: FactsTopic;
  /** The kinds of fact that are delivered; no others are. */
  types: readonly string[];
  queue: WorkQueue;
  operators: ITopic;
}

/** Brings a queue the kinds of fact that it consumes. */
export class FactsSubscription extends Construct {
  constructor(scope: Construct, id: string, { topic, types, queue, operators }: FactsSubscriptionProps) {
    super(scope, id);
    const undelivered = new DeadLetterQueue(this, "Undelivered", {
      meaning: `Facts for ${queue.node.path} could not be delivered: look at the policy of its queue.`,
      ordered: queue.ordered,
      operators,
    });
    new Subscription(this, "Subscription", {
      topic,
      endpoint: queue.queue.queueArn,
      protocol: SubscriptionProtocol.SQS,
      rawMessageDelivery: true,
      filterPolicy: { type: SubscriptionFilter.stringFilter({ allowlist: [...types] }) },
      deadLetterQueue: undelivered,
    });
    queue.queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("sns.amazonaws.com")],
        actions: ["sqs:SendMessage"],
        resources: [queue.queue.queueArn],
        conditions: { ArnEquals: { "aws:SourceArn": topic.topicArn } },
      }),
    );
  }
}

/**
 * What the event catalogue has a queue consume, and whether in order.
 * @param consumer `<context>/<queue>`
 * @throws when a queue is to hear of some in order and of others not: no queue of AWS can
 */
export function heardBy(consumer: string): { types: string[]; ordered: boolean } {
  const events = catalogue.filter((event) => event.consumers.includes(consumer));
  const ordered = events.some((event) => event.ordered);
  if (ordered && !events.every((event) => event.ordered))
    throw new Error(`${consumer} hears of some events in order and of others not`);
  return { types: events.map(({ type }) => type).sort(), ordered };
}
