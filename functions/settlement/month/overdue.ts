import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { log } from "../../../shared/runtime/log.ts";
import { addMonths, type Period, periodOf, shanghaiDate } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import type { SettlementStore } from "../store.ts";
import { earliestUnclosed, startClose } from "./begin.ts";

/** From the fifth of a month, two in the morning, the month before is due: so long after its end. */
const DUE_AFTER_MS = (4 * 24 + 2) * 3_600_000;

/** The last month that is due. */
export const dueAt = (at: Date): Period =>
  addMonths(periodOf(shanghaiDate(new Date(at.getTime() - DUE_AFTER_MS))), -1);

/** What the schedule does: the month that is due begins to close, or an earlier one that has to come before it. */
export async function closeDue(due: Period, at: Date, store: SettlementStore): Promise<void> {
  await begin((await earliestUnclosed(due, store)) ?? due, due, at, store);
}

/** What the end of a close does: a month that was due meanwhile and had to wait begins by itself. */
export async function closeOverdue(at: Date, store: SettlementStore): Promise<void> {
  const due = dueAt(at);
  const waiting = await earliestUnclosed(addMonths(due, 1), store);
  if (waiting) await begin(waiting, due, at, store);
}

/** Months close one after another; one that has to wait for another is not lost, and says so in the log. */
async function begin(period: Period, due: Period, at: Date, store: SettlementStore): Promise<void> {
  const { status } = await store.period(period);
  if (status === "closing") return log.warn("close.waits", { period, due });
  if (status !== "open") return;
  await startClose(period, "system:close", at, store).catch(passed);
  if (period !== due) log.warn("close.behind", { period, due });
}

/** Somebody else was first, or a firing comes so late that a later month has closed: what it was for is done. */
function passed(cause: unknown): void {
  if (cause instanceof Problem && cause.facts.code === "later-month-closed") return;
  alreadyDone(cause);
}
