import type { FunctionSpec } from "../../../infra/local/blueprint.ts";
import type { Message } from "../memory/queues.ts";
import type { Outcome } from "./invocation.ts";

export const NOTHING_DONE: Outcome = { answer: "null" };

export const failed = ({ name, message, stack = "" }: Error): Outcome => ({
  error: { errorType: name, errorMessage: message, trace: stack.split("\n") },
});

export const contextOf = ({ name, arn, memoryMb, timeoutSeconds }: FunctionSpec, id: number) => ({
  awsRequestId: `request-${id}`,
  functionName: name,
  functionVersion: "$LATEST",
  invokedFunctionArn: arn,
  memoryLimitInMB: String(memoryMb),
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => timeoutSeconds * 1000,
});

export const recordOf = ({ id, body, receives, sentAt }: Message, queueArn: string) => ({
  messageId: id,
  receiptHandle: id,
  body,
  attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) },
  messageAttributes: {},
  eventSource: "aws:sqs",
  eventSourceARN: queueArn,
  awsRegion: "ap-east-1",
});
