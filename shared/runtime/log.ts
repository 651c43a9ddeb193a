import { maskNumbers } from "../values/mask.ts";
import { systemClock } from "./clock.ts";
import { execution } from "./context.ts";

/** The only fields a log line can carry. None is personal; the compiler refuses any other. */
export interface LogFields {
  operation?: string;
  status?: number;
  ms?: number;
  code?: string;
  count?: number;
  uscc?: string;
  period?: string;
  /** The month that a close is behind with. */
  due?: string;
  uploadId?: string;
  messageId?: string;
  attempt?: number;
  readUnits?: number;
  writeUnits?: number;
}

type Level = "info" | "warn" | "error";

/** Writes one JSON line. A cause is reduced to its kind, its masked message and where it was thrown. */
function write(level: Level, event: string, fields: LogFields, cause?: unknown): void {
  const line = {
    level,
    at: systemClock.now().toISOString(),
    event,
    correlationId: execution().correlationId,
    ...fields,
    ...(cause === undefined ? {} : { cause: describe(cause) }),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function describe(cause: unknown): { kind: string; message: string; at?: string } {
  if (!(cause instanceof Error)) return { kind: typeof cause, message: "" };
  const frame = cause.stack?.split("\n").find((row) => row.trim().startsWith("at "));
  return {
    kind: cause.name,
    message: maskNumbers(cause.message).slice(0, 500),
    // a message of several lines can pass for a frame
    ...(frame ? { at: maskNumbers(frame.trim()) } : {}),
  };
}

export const log = {
  info: (event: string, fields: LogFields = {}): void => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}, cause?: unknown): void => write("warn", event, fields, cause),
  error: (event: string, fields: LogFields = {}, cause?: unknown): void =>
    write("error", event, fields, cause),
};
