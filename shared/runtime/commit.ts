import type { Envelope } from "../../events/envelope.ts";
import { type Change, record } from "./audit.ts";
import { publish } from "./bus.ts";
import { ulid } from "./ids.ts";
import { log } from "./log.ts";
import type { Item, Table, Write } from "./table.ts";

/** A change of state as a person made it: the facts in the table, the record of it, and what to tell others. */
export interface Commit {
  writes: readonly Write[];
  changes: readonly Change[];
  tell?: readonly Envelope[];
  at: Date;
}

interface Pending extends Item {
  envelope: Envelope;
  since: string;
}

const OUTBOX_SHARDS = 4;

/**
 * Writes all of it or nothing, then tells. What could not be told stays in the outbox and the relay sends it,
 * so a change is never made in silence and never told without having been made.
 * @throws ConditionFailed with the index of the write (writes come first, so indexes are the caller's own)
 */
export async function commit(table: Table, { writes, changes, tell = [], at }: Commit): Promise<void> {
  const pending = tell.map((envelope): Pending => {
    const pk = `OUTBOX#${Math.floor(Math.random() * OUTBOX_SHARDS)}`;
    return { pk, sk: ulid(at), envelope, since: at.toISOString() };
  });
  const records = changes.map((change) => record(change, at));
  await table.transact([...writes, ...records, ...pending.map((put): Write => ({ put }))]);
  await deliver(table, pending).catch((cause) =>
    log.warn("outbox.left-to-relay", { count: pending.length }, cause),
  );
}

/** Sends what commits left over; the very latest are still in their own function's hands. Twice does no harm. */
export async function sweepOutbox(table: Table, now: Date): Promise<number> {
  const until = new Date(now.getTime() - 2_000);
  let sent = 0;
  for (let shard = 0; shard < OUTBOX_SHARDS; shard++) {
    const query = { pk: `OUTBOX#${shard}`, from: "0", to: ulid(until).slice(0, 10) };
    for await (const pending of table.pages<Pending>(query)) {
      await deliver(table, pending);
      sent += pending.length;
    }
  }
  return sent;
}

async function deliver(table: Table, pending: readonly Pending[]): Promise<void> {
  if (pending.length === 0) return;
  await publish(pending.map((item) => item.envelope));
  await Promise.all(pending.map(({ pk, sk }) => table.remove({ pk, sk })));
}
