import { describe, expect, it } from "vitest";
import { pathOf, type Resource, synthesise } from "./city.ts";

const city = await synthesise();
const queues = city.ofType("AWS::SQS::Queue");
const alarms = city.ofType("AWS::CloudWatch::Alarm");
const sources = city.ofType("AWS::Lambda::EventSourceMapping");
const functions = new Map(city.ofType("AWS::Lambda::Function").map((one) => [pathOf(one), one]));

const targetOf = (from: Resource, value: unknown): string => city.targets(from, value)[0] ?? "nothing";
const worked = queues.filter((queue) => queue.properties["RedrivePolicy"]);
const putAside = queues.filter((queue) => !queue.properties["RedrivePolicy"]);

describe("queues of work", () => {
  it("there are as many as the contexts declare", () => {
    const names = worked
      .map(pathOf)
      .map((path) => path.replace(/^Ronghe-(\w+)\/(\w+)Queue.*$/, "$1/$2").toLowerCase());
    expect(names.sort()).toEqual([
      "assessment/partners",
      "attendance/answers",
      "attendance/files",
      "attendance/progress",
      "attendance/reports",
      "attendance/rereads",
      "attendance/rosters",
      "outbound/deliveries",
      "outbound/facts",
      "outbound/replays",
      "partners/conclusions",
      "placement/partners",
      "placement/rosters",
      "registry/partners",
      "registry/verifications",
      "settlement/allocations",
      "settlement/barrier",
      "settlement/checks",
      "settlement/manifests",
      "settlement/papers",
      "settlement/partners",
      "settlement/returns",
      "settlement/transfers",
      "subsidy/changes",
      "subsidy/partners",
      "subsidy/shards",
      "subsidy/simulations",
    ]);
  });

  it.each(worked.map((queue) => [pathOf(queue), queue] as const))(
    "%s puts a message aside after five tries",
    (_, queue) => {
      const { RedrivePolicy } = queue.properties;
      expect(RedrivePolicy.maxReceiveCount).toBe(5);
      expect(putAside.map(pathOf)).toContain(targetOf(queue, RedrivePolicy.deadLetterTargetArn));
    },
  );

  it.each(worked.map((queue) => [pathOf(queue), queue] as const))(
    "%s has exactly one worker, which fails message by message",
    (path, queue) => {
      const own = sources.filter((source) => targetOf(source, source.properties["EventSourceArn"]) === path);
      expect(own).toHaveLength(1);
      const [source] = own as [Resource];
      expect(source.properties["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
      expect(source.properties["ScalingConfig"].MaximumConcurrency).toBeGreaterThanOrEqual(2);
      const worker = functions.get(targetOf(source, source.properties["FunctionName"]));
      expect(queue.properties["VisibilityTimeout"]).toBe(6 * worker?.properties["Timeout"]);
    },
  );

  it.each(sources.map((source) => [pathOf(source), source] as const))(
    "the worker behind %s knows where hopeless messages go",
    (_, source) => {
      const worker = functions.get(targetOf(source, source.properties["FunctionName"])) as Resource;
      const queue = queues.find(
        (one) => pathOf(one) === targetOf(source, source.properties["EventSourceArn"]),
      ) as Resource;
      const { MAX_RECEIVES, DEAD_LETTER_QUEUE_URL } = worker.properties["Environment"].Variables;
      expect(Number(MAX_RECEIVES)).toBe(queue.properties["RedrivePolicy"].maxReceiveCount);
      const deadLetters = targetOf(queue, queue.properties["RedrivePolicy"].deadLetterTargetArn);
      expect(targetOf(worker, DEAD_LETTER_QUEUE_URL)).toBe(deadLetters);
    },
  );
});

describe("the operators", () => {
  it("can be told by the account's own alarms: the topic's policy and its key admit CloudWatch, and nobody else's", () => {
    const policies = city
      .ofType("AWS::SNS::TopicPolicy")
      .filter((policy) => policy.id.startsWith("Operators"));
    const keys = city.ofType("AWS::KMS::Key").filter((key) => key.id.startsWith("Operators"));
    const documents = [
      ...policies.map((policy) => policy.properties["PolicyDocument"]),
      ...keys.map((key) => key.properties["KeyPolicy"]),
    ];
    for (const { Statement } of documents) {
      const admitted = Statement.filter((one: { Principal: { Service?: string } }) => one.Principal.Service);
      expect(admitted).toMatchObject([
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
        },
      ]);
    }
    expect(documents).toHaveLength(2);
  });
});

describe("every queue", () => {
  it.each(queues.map((queue) => [pathOf(queue), queue] as const))(
    "%s is encrypted, refuses plain HTTP and keeps messages for two weeks",
    (path, queue) => {
      expect(queue.properties).toMatchObject({
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: 14 * 86_400,
      });
      const policies = city.ofType("AWS::SQS::QueuePolicy");
      const own = policies.filter((policy) =>
        city.targets(policy, policy.properties["Queues"]).includes(path),
      );
      const statements = own.flatMap((policy) => policy.properties["PolicyDocument"].Statement);
      const insecure = { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } };
      expect(statements).toEqual(expect.arrayContaining([expect.objectContaining(insecure)]));
    },
  );

  it.each(worked.map((queue) => [pathOf(queue), queue] as const))(
    "%s raises an alarm when its oldest message waits",
    (path) => {
      expect(alarmsOn(path)).toEqual(["ApproximateAgeOfOldestMessage"]);
    },
  );

  it.each(putAside.map((queue) => [pathOf(queue), queue] as const))(
    "%s raises an alarm on its first message",
    (path) => {
      expect(alarmsOn(path)).toEqual(["ApproximateNumberOfMessagesVisible"]);
    },
  );

  it.each(alarms.map((alarm) => [pathOf(alarm), alarm] as const))(
    "the alarm %s reaches the operators, says what it means and takes silence for good news",
    (_, alarm) => {
      const operators = city
        .ofType("AWS::SNS::Topic")
        .filter((topic) => topic.id.startsWith("Operators"))
        .map(pathOf);
      expect(city.targets(alarm, alarm.properties["AlarmActions"])).toEqual(operators);
      expect(alarm.properties["AlarmDescription"]).toMatch(/\w+ \w+/);
      expect(alarm.properties["TreatMissingData"]).toBe("notBreaching");
    },
  );

  it("stands on the dashboard, with every function", () => {
    const [dashboard] = city.ofType("AWS::CloudWatch::Dashboard") as [Resource];
    const shown = new Set(city.targets(dashboard, dashboard.properties["DashboardBody"]));
    const missing = [...queues.map(pathOf), ...handlers()].filter((path) => !shown.has(path));
    expect(missing).toEqual([]);
  });
});

const handlers = (): string[] =>
  [...functions.values()].filter((one) => one.properties["Runtime"].startsWith("nodejs")).map(pathOf);

function alarmsOn(path: string): string[] {
  const own = alarms.filter((alarm) => city.targets(alarm, alarm.properties["Dimensions"]).includes(path));
  return own.map((alarm) => alarm.properties["MetricName"] as string);
}
