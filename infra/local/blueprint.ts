import { readApi } from "./blueprint-api.ts";
import { readFunction, readInvokeConfig, readMapping, readSchedule } from "./blueprint-functions.ts";
import {
  readBucket,
  readNotifications,
  readQueue,
  readSubscription,
  readTable,
  readTopic,
} from "./blueprint-stores.ts";
import { assertHonoured } from "./honoured.ts";
import { identityOf, type Place, PSEUDO } from "./names.ts";
import { type Policies, readPolicies } from "./policies.ts";
import type { Template } from "./resolve.ts";
import { type Identity, type RawResource, Resolver, Unsupported } from "./resolve.ts";

export interface FunctionSpec {
  name: string;
  arn: string;
  stack: string;
  /** Where its bundle lies. */
  folder: string;
  /** `index.handler` */
  handler: string;
  timeoutSeconds: number;
  memoryMb: number;
  /** Environments at a time that the template allows. */
  concurrency: number;
  environment: Record<string, string>;
  logGroup: string;
  roleArn: string;
  deadLetterArn?: string;
  /** After a failed asynchronous invocation. */
  retries: number;
}

export interface QueueSpec {
  name: string;
  arn: string;
  url: string;
  /** As `CreateQueue` takes them. */
  attributes: Record<string, string>;
}

export interface TopicSpec {
  name: string;
  arn: string;
  attributes: Record<string, string>;
}

export interface SubscriptionSpec {
  topicArn: string;
  queueArn: string;
  attributes: Record<string, string>;
}

export interface TableSpec {
  name: string;
  /** The body of a `CreateTable` call. */
  definition: Record<string, unknown>;
}

export interface BucketSpec {
  name: string;
  arn: string;
  /** Objects are retained, which S3 takes only with a checksum. */
  locked: boolean;
}

export interface NotificationSpec {
  bucket: string;
  queueArn: string;
  /** e.g. `s3:ObjectCreated:*` */
  events: string[];
  prefix: string;
  suffix: string;
  id: string;
}

export interface MappingSpec {
  queueArn: string;
  functionName: string;
  batchSize: number;
  windowSeconds: number;
  concurrency: number;
  reportsItemFailures: boolean;
}

export interface ScheduleSpec {
  name: string;
  expression: string;
  zone: string;
  functionName: string;
  /** With `<aws.scheduler.…>` to be filled in. */
  input: string;
}

export interface RouteSpec {
  method: string;
  path: string;
  functionName: string;
  timeoutMs: number;
  authorizer?: { issuer: string; audience: string[]; scopes: string[] };
}

/** Everything an app declares that the stage runs, with every function resolved. */
export interface Blueprint {
  functions: FunctionSpec[];
  queues: QueueSpec[];
  topics: TopicSpec[];
  subscriptions: SubscriptionSpec[];
  tables: TableSpec[];
  buckets: BucketSpec[];
  notifications: NotificationSpec[];
  mappings: MappingSpec[];
  schedules: ScheduleSpec[];
  /** ARNs. */
  keys: string[];
  apiId: string;
  routes: RouteSpec[];
  policies: Policies;
  /** ARNs of the queues that take what failed for good. */
  deadLetterArns: Set<string>;
}

/** One resource of the app, resolved. */
export interface Resource extends RawResource {
  identity: Identity;
  /** Its text property. @throws Unsupported if it is missing */
  text(property: string): string;
  refuse(why: string): Unsupported;
}

/**
 * Reads all templates of an app.
 * @throws Unsupported for the first type, property or value that the stage cannot honour
 */
export function readBlueprint(
  templates: ReadonlyMap<string, Template>,
  folder: string,
  place: Place,
): Blueprint {
  const identify = (raw: RawResource): Identity => identityOf(raw, place);
  const resolver = new Resolver({ templates, pseudo: PSEUDO, identify });
  const resources = [...resolver.resources()].filter((raw) => !isHelperOfTheCdk(raw));
  const byType = (type: string): Resource[] =>
    resources.filter((raw) => raw.type === type).map((raw) => resolved(raw, resolver, identify));

  for (const raw of resources)
    assertHonoured(raw.stack, raw.id, raw.type, resolver.resolve(raw.stack, raw.properties));

  const queues = byType("AWS::SQS::Queue").map(readQueue);
  const topics = byType("AWS::SNS::Topic").map(readTopic);
  const buckets = byType("AWS::S3::Bucket").map(readBucket);
  const policies = readPolicies(byType);
  const functions = byType("AWS::Lambda::Function").map((resource) =>
    readFunction(resource, folder, policies),
  );
  for (const resource of byType("AWS::Lambda::EventInvokeConfig")) readInvokeConfig(resource, functions);
  const { apiId, routes } = readApi(byType, functions);
  const urlInTheCloud = `https://${apiId}.execute-api.${PSEUDO["AWS::Region"]}.${PSEUDO["AWS::URLSuffix"]}`;
  for (const { environment } of functions) replaceIn(environment, urlInTheCloud, place.url);
  return {
    functions,
    queues,
    topics,
    buckets,
    apiId,
    routes,
    policies,
    subscriptions: byType("AWS::SNS::Subscription").flatMap((one) =>
      readSubscription(one, queues, topics, policies),
    ),
    tables: [...byType("AWS::DynamoDB::GlobalTable")].map(readTable),
    notifications: byType("Custom::S3BucketNotifications").flatMap((one) =>
      readNotifications(one, buckets, queues, policies),
    ),
    mappings: byType("AWS::Lambda::EventSourceMapping").flatMap((one) =>
      readMapping(one, queues, functions, policies),
    ),
    schedules: byType("AWS::Scheduler::Schedule").flatMap((one) => readSchedule(one, functions, policies)),
    keys: byType("AWS::KMS::Key").map(({ identity }) => identity.attributes["Arn"] ?? ""),
    deadLetterArns: deadLetterArns(resources, resolver),
  };
}

/** Functions that only help a deployment, e.g. the one that sets up bucket notifications. */
function isHelperOfTheCdk({ type, properties }: RawResource): boolean {
  if (type !== "AWS::Lambda::Function") return false;
  return String(properties["Description"] ?? "").startsWith("AWS CloudFormation handler for");
}

function resolved(raw: RawResource, resolver: Resolver, identify: (raw: RawResource) => Identity): Resource {
  const properties = resolver.resolve(raw.stack, raw.properties) as Record<string, unknown>;
  const refuse = (why: string): Unsupported => new Unsupported(raw.stack, raw.id, `${raw.type}.${why}`);
  const text = (property: string): string => {
    const value = properties[property];
    if (typeof value !== "string") throw refuse(`${property} is no text`);
    return value;
  };
  return {
    ...raw,
    properties,
    // not every type has a name, and not every name is asked for
    get identity() {
      return identify(raw);
    },
    text,
    refuse,
  };
}

/** Wherever a template names a queue for what failed: redrive policies and dead-letter settings of all kinds. */
function deadLetterArns(resources: readonly RawResource[], resolver: Resolver): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === "deadLetterTargetArn") found.add(String(item));
      else if (key === "DeadLetterConfig")
        for (const arn of Object.values(item as object)) found.add(String(arn));
      else visit(item);
    }
  };
  for (const raw of resources) visit(resolver.resolve(raw.stack, raw.properties));
  return found;
}

function replaceIn(environment: Record<string, string>, what: string, by: string): void {
  for (const [name, value] of Object.entries(environment)) environment[name] = value.replaceAll(what, by);
}
