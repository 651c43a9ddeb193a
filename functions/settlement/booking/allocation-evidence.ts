import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { canonical } from "../../../shared/values/canonical.ts";
import type { SettlementStore } from "../store.ts";
import type { AllocationHead } from "./allocation-store.ts";

/** The allocation with all that waits, in the bucket where nothing can be deleted; the same content each time. */
export async function keepAllocation(allocation: AllocationHead, store: SettlementStore): Promise<void> {
  const bucket = openBucket(setting("EVIDENCE_BUCKET"));
  const key = `journals/${allocation.period}/allocation.json`;
  await bucket.writeStream(key, journal(allocation, store), "application/json");
}

/** One enterprise after the other, so that a long list of what waits is never in memory as a whole. */
async function* journal(allocation: AllocationHead, store: SettlementStore): AsyncGenerator<Uint8Array> {
  const { period, previousHash, hash, claimsHash, funds, totals } = allocation;
  const head = canonical({ period, previousHash, hash, claimsHash, funds, totals });
  yield encoded(`${head.slice(0, -1)},"shares":[`);
  let separator = "";
  for (const { uscc, amountFen, lines, waitingFen, waitingLines, hash: own } of await sharesOf(
    allocation,
    store,
  )) {
    const waiting = await store.waiting(allocation, uscc);
    const share = { uscc, amountFen, lines, waitingFen, waitingLines, hash: own, waiting };
    yield encoded(separator + canonical(share));
    separator = ",";
  }
  yield encoded("]}\n");
}

const sharesOf = (allocation: AllocationHead, store: SettlementStore) =>
  allocation.shares > 0 ? store.shares(allocation) : [];

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
