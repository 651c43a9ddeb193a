import { Duration } from "aws-cdk-lib";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { OperatorAlarm } from "./alarm.ts";
import type { Use } from "./function.ts";

/** How often a message is tried before it is put aside. */
export const MAX_RECEIVES = 5;

/** As long as SQS keeps anything: an operator has two weeks to look. */
const KEPT_FOR_OPERATORS = Duration.days(14);

/** A message that waits longer than this means that the worker does not keep up. */
const WAITS_AT_MOST = Duration.minutes(30);

export interface WorkQueueProps {
  /** In lower case, e.g. `shards`; the setting is `SHARDS_QUEUE_URL`. */
  name: string;
  /** How long the worker may take for one batch. */
  workerTimeout: Duration;
  /** FIFO: one message of a group at a time, in their order. */
  ordered?: boolean;
  operators: ITopic;
}

/** A queue of work with its dead-letter queue, and alarms for both: something put aside, something left waiting. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;
  readonly workerTimeout: Duration;
  readonly ordered: boolean;
  /** Lets a function send work here. */
  readonly send: Use;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.workerTimeout = props.workerTimeout;
    this.ordered = props.ordered ?? false;
    this.deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      meaning: `Messages of the queue ${props.name} could not be worked; the cause stands in their attributes.`,
      ordered: this.ordered,
      operators: props.operators,
    });
    this.queue = new Queue(this, "Queue", {
      ...(this.ordered ? { fifo: true } : {}),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS's own advice: a throttled poller must not let a message reappear while it is still being worked
      visibilityTimeout: Duration.seconds(6 * props.workerTimeout.toSeconds()),
      retentionPeriod: KEPT_FOR_OPERATORS,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    new OperatorAlarm(this, "Waiting", {
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: "Maximum",
      }),
      from: WAITS_AT_MOST.toSeconds(),
      periods: 2,
      meaning: `The oldest message of the queue ${props.name} waits too long: look at its worker's errors and throttles.`,
      operators: props.operators,
    });
    this.send = (user) => {
      user.addEnvironment(`${props.name.toUpperCase()}_QUEUE_URL`, this.queue.queueUrl);
      user.allow(["sqs:SendMessage"], [this.queue.queueArn]);
    };
  }
}

export interface DeadLetterQueueProps {
  meaning: string;
  /** As the queue or topic is that it belongs to. */
  ordered?: boolean;
  operators: ITopic;
}

/** Where messages end that nobody could deal with. One message is enough for its alarm. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { meaning, ordered = false, operators }: DeadLetterQueueProps) {
    super(scope, id, {
      ...(ordered ? { fifo: true } : {}),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: KEPT_FOR_OPERATORS,
    });
    acknowledge(
      this,
      "AwsSolutions-SQS3",
      "It is a dead-letter queue itself, if only of a subscription or a schedule.",
    );
    new OperatorAlarm(this, "NotEmpty", {
      metric: this.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: "Maximum",
      }),
      from: 1,
      meaning,
      operators,
    });
  }
}
