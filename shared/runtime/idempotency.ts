import { fingerprint, sha256 } from "../values/canonical.ts";
import { Problem } from "../values/problem.ts";
import type { Answer } from "./exchange.ts";
import { ConditionFailed, type Item, type Table } from "./table.ts";

const KEPT_SECONDS = 7 * 86_400;
/** A function that began and was killed leaves its mark behind; after this its caller may try again. */
const ABANDONED_MS = 30_000;

interface Kept extends Item {
  request: string;
  startedAt: string;
  answer?: Answer;
  version: number;
  ttl: number;
}

export interface KeyedRequest {
  key: string;
  sub: string;
  operation: string;
  request: unknown;
  now: Date;
}

/**
 * Runs a write once per caller, operation and key, for seven days: a replay gets the first answer.
 * @throws Problem 422 when the key comes with another request, 409 while the first one still runs
 */
export async function once(table: Table, keyed: KeyedRequest, run: () => Promise<Answer>): Promise<Answer> {
  const key = {
    pk: `IDEMPOTENCY#${sha256([keyed.sub, keyed.operation, keyed.key].join("\n"))}`,
    sk: "REQUEST",
  };
  const mark: Kept = {
    ...key,
    request: fingerprint(keyed.request),
    startedAt: keyed.now.toISOString(),
    version: keyed.now.getTime(),
    ttl: Math.floor(keyed.now.getTime() / 1000) + KEPT_SECONDS,
  };
  const kept = await begin(table, mark, keyed.now);
  if (kept) return kept;
  try {
    const answer = await run();
    await table.put({ ...mark, answer });
    return answer;
  } catch (cause) {
    // a refusal has changed nothing; after any other failure nobody knows, and the mark stays until it is abandoned
    if (cause instanceof Problem) await table.remove(key);
    throw cause;
  }
}

async function begin(table: Table, mark: Kept, now: Date): Promise<Answer | null> {
  try {
    await table.put(mark, "absent");
    return null;
  } catch (cause) {
    if (!(cause instanceof ConditionFailed)) throw cause;
  }
  const first = await table.get<Kept>({ pk: mark.pk, sk: mark.sk });
  const expired = !first || first.ttl <= now.getTime() / 1000;
  if (!expired && first.request !== mark.request) throw otherRequest();
  if (!expired && first.answer) return first.answer;
  if (!expired && now.getTime() - Date.parse(first.startedAt) < ABANDONED_MS) throw stillRunning();
  await table.put(mark, first ? { version: first.version } : "absent").catch(beaten);
  return null;
}

function beaten(cause: unknown): never {
  throw cause instanceof ConditionFailed ? stillRunning() : cause;
}

const otherRequest = () =>
  new Problem({
    status: 422,
    code: "idempotency-key-reused",
    zh: "该 Idempotency-Key 已用于另一个请求",
    en: "This Idempotency-Key was used for another request",
  });

const stillRunning = () =>
  new Problem({
    status: 409,
    code: "idempotency-in-progress",
    zh: "同一 Idempotency-Key 的请求仍在处理，请稍后再试",
    en: "The first request with this Idempotency-Key is still running; try again shortly",
  });
