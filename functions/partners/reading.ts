import { Problem } from "../../shared/values/problem.ts";
import { attributesIn, BATCH, type Read, readEvent, STRUCTURED } from "./cloudevent.ts";
import { parseHarmless } from "./harmless.ts";

const MOST_EVENTS = 100;

/**
 * The events of a request, in their order: structured, batched or binary, as its media type says.
 * @throws Problem 400, 413 for what holds no events, or too many
 */
export function readRequest({
  headers,
  text,
}: {
  headers: Record<string, string | undefined>;
  text: string;
}): Read[] {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  const body = parseHarmless(text);
  if (type === STRUCTURED) return [readEvent(body)];
  if (type === BATCH) return batchOf(body).map(readEvent);
  return [readEvent({ ...attributesIn(headers), data: body })];
}

function batchOf(body: unknown): unknown[] {
  if (!Array.isArray(body) || body.length === 0) throw noBatch();
  if (body.length > MOST_EVENTS) throw tooMany();
  return body;
}

const noBatch = () =>
  new Problem({
    status: 400,
    code: "malformed-batch",
    zh: "批量事件须为非空的 JSON 数组",
    en: "A batch is a JSON array of events, and not empty",
  });

const tooMany = () =>
  new Problem({
    status: 413,
    code: "batch-too-large",
    zh: `一批最多 ${MOST_EVENTS} 个事件`,
    en: `A batch holds ${MOST_EVENTS} events at most`,
  });
