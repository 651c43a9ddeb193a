import { Duration } from "aws-cdk-lib";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { ContextFunction, type ContextFunctionProps } from "./function.ts";
import { MAX_RECEIVES, type WorkQueue } from "./queue.ts";

export interface WorkerProps extends Omit<ContextFunctionProps, "timeout"> {
  from: WorkQueue;
  /** Messages per call, 1 to 10. */
  batch?: number;
  /** Calls at a time, at least 2: AWS takes no less. */
  atOnce?: number;
}

/** A function that works a queue. Messages fail one by one; the hopeless ones it puts aside itself, with their cause. */
export class Worker extends ContextFunction {
  constructor(scope: Construct, id: string, { from, batch = 10, atOnce = 10, ...props }: WorkerProps) {
    super(scope, id, { ...props, timeout: from.workerTimeout });
    this.addEnvironment("MAX_RECEIVES", String(MAX_RECEIVES));
    this.addEnvironment("DEAD_LETTER_QUEUE_URL", from.deadLetters.queueUrl);
    this.allow(["sqs:SendMessage"], [from.deadLetters.queueArn]);
    const receiving = [
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:ChangeMessageVisibility",
      "sqs:GetQueueAttributes",
    ];
    this.allow(receiving, [from.queue.queueArn]);
    const source = new EventSourceMapping(this, "Source", {
      target: this,
      eventSourceArn: from.queue.queueArn,
      batchSize: batch,
      maxBatchingWindow: Duration.seconds(0),
      maxConcurrency: atOnce,
      reportBatchItemFailures: true,
    });
    // without its permissions the mapping cannot be created
    if (this.role) source.node.addDependency(this.role);
  }
}
