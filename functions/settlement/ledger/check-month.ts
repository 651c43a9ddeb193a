import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { decodeText } from "../../../shared/values/gb18030.ts";
import type { Period } from "../../../shared/values/period.ts";
import { drawUp } from "../booking/draw-up.ts";
import { settlementsOf } from "../booking/settled.ts";
import { hasReached } from "../month/period.ts";
import { fileOfBatch } from "../payment/file-names.ts";
import type { Payment } from "../payment/payment.ts";
import type { SettlementStore } from "../store.ts";
import type { AllocationBook } from "./books.ts";
import type { Outcome } from "./comparison.ts";
import { compareMonth } from "./comparisons/index.ts";

/** Compares what there is of a whole month; one that is not published yet has nothing to be held against. */
export async function checkMonth(period: Period, store: SettlementStore): Promise<Outcome[]> {
  const month = await store.period(period);
  if (!hasReached(month, "published")) return [];
  const [settlements, manifests, allocation, payments, files] = await Promise.all([
    settlementsOf(period, store),
    store.manifests(period),
    allocationOf(period, store),
    store.payments(period),
    store.files(period),
  ]);
  const { totals } = month;
  const paymentFiles = await paymentFilesOf(payments, period, new Set(files));
  return compareMonth({ period, totals, settlements, manifests, allocation, payments, paymentFiles });
}

/** What the bank was given, batch by batch, as far as it is made. */
async function paymentFilesOf(
  payments: readonly Payment[],
  period: Period,
  made: ReadonlySet<string>,
): Promise<Map<number, string>> {
  const texts = new Map<number, string>();
  for (const batch of new Set(payments.map((payment) => payment.batch))) {
    const name = fileOfBatch(batch, "csv");
    if (made.has(name)) texts.set(batch, await textOf(`${period}/${name}`));
  }
  return texts;
}

/** Drawn up again it keeps the limits it had: policies may have changed since. */
async function allocationOf(period: Period, store: SettlementStore): Promise<AllocationBook | null> {
  const head = await store.allocation(period);
  if (!head) return null;
  const previous = head.previous ? await store.allocation(head.previous.period) : undefined;
  const limits = new Map(head.funds.map(({ fund, budgetFen, capFen }) => [fund, { budgetFen, capFen }]));
  const again = await drawUp(head, previous, (fund) => limits.get(fund) ?? NO_LIMITS, store);
  return { head, previous: previous ?? null, drawnUpAgain: again.head.hash };
}

const NO_LIMITS = { budgetFen: null, capFen: null };

async function textOf(key: string): Promise<string> {
  const bucket = openBucket(setting("FILES_BUCKET"));
  if ((await bucket.size(key)) === null) return "";
  return decodeText(Buffer.concat(await Array.fromAsync(bucket.read(key))));
}
