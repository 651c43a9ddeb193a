import type {
  BucketSpec,
  NotificationSpec,
  QueueSpec,
  Resource,
  SubscriptionSpec,
  TableSpec,
  TopicSpec,
} from "./blueprint.ts";
import { filterPolicyProblem } from "./filter-policy.ts";
import { nameOf, REGION } from "./names.ts";
import type { Policies } from "./policies.ts";

const QUEUE_ATTRIBUTES = [
  "FifoQueue",
  "ContentBasedDeduplication",
  "DelaySeconds",
  "MaximumMessageSize",
  "ReceiveMessageWaitTimeSeconds",
  "VisibilityTimeout",
] as const;

export function readQueue({ properties, identity }: Resource): QueueSpec {
  const attributes: Record<string, string> = {};
  for (const name of QUEUE_ATTRIBUTES)
    if (properties[name] !== undefined) attributes[name] = String(properties[name]);
  if (properties["RedrivePolicy"]) attributes["RedrivePolicy"] = JSON.stringify(properties["RedrivePolicy"]);
  return {
    name: nameOf(identity.attributes["Arn"] ?? ""),
    arn: identity.attributes["Arn"] ?? "",
    url: identity.ref,
    attributes,
  };
}

export function readTopic({ properties, identity }: Resource): TopicSpec {
  const attributes: Record<string, string> = {};
  for (const name of ["FifoTopic", "ContentBasedDeduplication"]) {
    if (properties[name] !== undefined) attributes[name] = String(properties[name]);
  }
  return { name: nameOf(identity.ref), arn: identity.ref, attributes };
}

/** A subscription of a queue. Subscriptions of people are left out: nobody reads a local stage's mail. */
export function readSubscription(
  resource: Resource,
  queues: readonly QueueSpec[],
  topics: readonly TopicSpec[],
  policies: Policies,
): SubscriptionSpec[] {
  const { properties } = resource;
  const protocol = resource.text("Protocol");
  if (protocol.startsWith("email")) return [];
  if (protocol !== "sqs") throw resource.refuse(`Protocol: ${protocol}`);
  const topic = topics.find(({ arn }) => arn === properties["TopicArn"]);
  if (!topic) throw resource.refuse(`TopicArn: ${String(properties["TopicArn"])} is no topic of this app`);
  const queue = queues.find(({ arn }) => arn === properties["Endpoint"]);
  if (!queue) throw resource.refuse(`Endpoint: ${String(properties["Endpoint"])} is no queue of this app`);
  if (queue.attributes["FifoQueue"] === "true" && topic.attributes["FifoTopic"] !== "true") {
    throw resource.refuse("Endpoint: a standard topic cannot deliver to a FIFO queue");
  }
  const sending = { principal: "sns.amazonaws.com", action: "sqs:SendMessage", resource: queue.arn };
  if (!policies.allows({ ...sending, context: { "aws:SourceArn": topic.arn } })) {
    throw resource.refuse(`Endpoint: the policy of ${queue.name} does not let ${topic.name} send to it`);
  }
  const attributes: Record<string, string> = {};
  if (properties["RawMessageDelivery"] !== undefined)
    attributes["RawMessageDelivery"] = String(properties["RawMessageDelivery"]);
  if (properties["FilterPolicy"] !== undefined) {
    const scope = String(properties["FilterPolicyScope"] ?? "MessageAttributes");
    const problem = filterPolicyProblem(properties["FilterPolicy"], scope);
    if (problem) throw resource.refuse(`FilterPolicy: ${problem}`);
    attributes["FilterPolicy"] = JSON.stringify(properties["FilterPolicy"]);
    attributes["FilterPolicyScope"] = scope;
  }
  return [{ topicArn: topic.arn, queueArn: queue.arn, attributes }];
}

/** A table as the template declares it for the stage's one region, which a table of one region has. */
export function readTable(resource: Resource): TableSpec {
  const { properties, identity } = resource;
  if (properties["BillingMode"] !== "PAY_PER_REQUEST")
    throw resource.refuse("BillingMode: only PAY_PER_REQUEST");
  const replicas = properties["Replicas"] as { Region: string }[];
  if (replicas.length !== 1 || replicas[0]?.Region !== REGION)
    throw resource.refuse("Replicas: only the stack's own region");
  return {
    name: identity.ref,
    definition: {
      TableName: identity.ref,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: properties["AttributeDefinitions"],
      KeySchema: properties["KeySchema"],
      ...(properties["GlobalSecondaryIndexes"]
        ? { GlobalSecondaryIndexes: properties["GlobalSecondaryIndexes"] }
        : {}),
    },
  };
}

export function readBucket({ properties, identity }: Resource): BucketSpec {
  const lock = properties["ObjectLockConfiguration"] as { Rule?: unknown } | undefined;
  return { name: identity.ref, arn: identity.attributes["Arn"] ?? "", locked: lock?.Rule !== undefined };
}

interface QueueConfiguration {
  Id?: string;
  Events: string[];
  QueueArn: string;
  Filter?: { Key: { FilterRules: { Name: string; Value: string }[] } };
}

export function readNotifications(
  resource: Resource,
  buckets: readonly BucketSpec[],
  queues: readonly QueueSpec[],
  policies: Policies,
): NotificationSpec[] {
  const bucket = buckets.find(({ name }) => name === resource.properties["BucketName"]);
  if (!bucket)
    throw resource.refuse(
      `BucketName: ${String(resource.properties["BucketName"])} is no bucket of this app`,
    );
  const { QueueConfigurations = [] } = resource.properties["NotificationConfiguration"] as {
    QueueConfigurations?: QueueConfiguration[];
  };
  return QueueConfigurations.map(({ Events, QueueArn, Filter, Id }) => {
    const queue = queues.find(({ arn }) => arn === QueueArn);
    if (!queue) throw resource.refuse(`NotificationConfiguration: ${QueueArn} is no queue of this app`);
    if (queue.attributes["FifoQueue"] === "true")
      throw resource.refuse("NotificationConfiguration: S3 cannot notify a FIFO queue");
    const unknown = Events.find((event) => !event.startsWith("s3:ObjectCreated:"));
    if (unknown) throw resource.refuse(`NotificationConfiguration: ${unknown}`);
    const context = { "aws:SourceArn": bucket.arn, "aws:SourceAccount": "000000000000" };
    if (
      !policies.allows({
        principal: "s3.amazonaws.com",
        action: "sqs:SendMessage",
        resource: QueueArn,
        context,
      })
    ) {
      throw resource.refuse(
        `NotificationConfiguration: the policy of ${queue.name} does not let ${bucket.name} send to it`,
      );
    }
    const rule = (name: string): string =>
      Filter?.Key.FilterRules.find((one) => one.Name.toLowerCase() === name)?.Value ?? "";
    return {
      bucket: bucket.name,
      queueArn: QueueArn,
      events: Events,
      prefix: rule("prefix"),
      suffix: rule("suffix"),
      id: Id ?? resource.id,
    };
  });
}
