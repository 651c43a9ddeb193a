import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { shiftTime } from "./shifted-time.ts";
import { guardTables } from "./table-guard.ts";

/**
 * What runs inside a function's own thread: its clock, its handler, one invocation after another.
 * With the shifted time and the guard of tables it is all of the stage that is in there.
 */
interface Start {
  folder: string;
  file: string;
  name: string;
  shift: Float64Array;
  functionName: string;
  functionArn: string;
  memoryMb: number;
  logGroup: string;
  tableGrants: string[];
}

interface Invocation {
  requestId: string;
  payload: string;
  /** By the machine's own clock, in milliseconds. */
  deadline: number;
}

type Handler = (event: unknown, context: unknown) => unknown;

const start = workerData as Start;
const machineTime = Date.now;
shiftTime(start.shift);
guardTables(new Set(start.tableGrants), start.functionName);

const port = parentPort;
if (!port) throw new Error("A function's environment is a thread");
try {
  const handler = load();
  port.postMessage({ ready: true });
  port.on("message", (invocation: Invocation) => void invoke(handler, invocation));
} catch (cause) {
  port.postMessage({ broken: describe(cause) });
}

function load(): Handler {
  const require = createRequire(join(start.folder, "index.js"));
  const module = require(join(start.folder, start.file)) as Record<string, unknown>;
  const handler = module[start.name];
  if (typeof handler !== "function") {
    throw named("Runtime.HandlerNotFound", `${start.file}.${start.name} is undefined or not exported`);
  }
  if (handler.length > 2) {
    const text =
      "AWS Lambda has removed support for callback-based function handlers starting with Node.js 24";
    throw named("Runtime.CallbackHandlerDeprecated", text);
  }
  return handler as Handler;
}

async function invoke(handler: Handler, { requestId, payload, deadline }: Invocation): Promise<void> {
  const context = {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: start.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    logGroupName: start.logGroup,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, deadline - machineTime()),
  };
  try {
    const answer = await handler(JSON.parse(payload), context);
    port?.postMessage({ requestId, answer: JSON.stringify(answer === undefined ? null : answer) });
  } catch (cause) {
    port?.postMessage({ requestId, error: describe(cause) });
  }
}

function describe(cause: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(cause instanceof Error)) return { errorType: typeof cause, errorMessage: String(cause), trace: [] };
  return { errorType: cause.name, errorMessage: cause.message, trace: (cause.stack ?? "").split("\n") };
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
