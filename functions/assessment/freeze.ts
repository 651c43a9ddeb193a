import { alreadyDone } from "../../shared/runtime/conflicts.ts";
import { log } from "../../shared/runtime/log.ts";
import { addMonths, monthsBetween, type Period } from "../../shared/values/period.ts";
import { type Neighbours, readBooks } from "./actuals.ts";
import { inputsOf, type MonthInputs, nextRevision } from "./assess.ts";
import type { assessmentStore, Head } from "./store.ts";
import { assessedUnits, type UnitRegister } from "./units.ts";

type Store = ReturnType<typeof assessmentStore>;

/**
 * Scores a month and freezes it as a revision. The earlier months of its year that were frozen before are looked at
 * again: late closes, corrections and changed targets lead to a new revision of them. Unchanged inputs write nothing.
 */
export async function freezeMonth(
  period: Period,
  at: Date,
  store: Store,
  neighbours: Neighbours & { registry: UnitRegister },
): Promise<void> {
  const targets = await store.targets(period.slice(0, 4));
  if (!targets) return log.warn("assessment.no-targets", { period });
  const months = monthsBetween(`${period.slice(0, 4)}-01`, period);
  const units = await assessedUnits(targets.units, neighbours.registry);
  const books = await readBooks(months, neighbours, await store.told(period.slice(0, 4)));
  for (const month of months) {
    const head = await store.head(month);
    if (month !== period && !head) continue;
    const inputs = inputsOf(month, targets, units, books, await store.reports(month));
    await freezeIfChanged(inputs, head, at, store);
  }
}

async function freezeIfChanged(
  inputs: MonthInputs,
  head: Head | undefined,
  at: Date,
  store: Store,
): Promise<void> {
  const { period } = inputs;
  const next = nextRevision(inputs, head, await latestOf(addMonths(period, -1), store));
  if (!next) return;
  await store.freeze(next, at).catch(alreadyDone);
  log.info("assessment.frozen", { period, count: next.assessments.length });
}

async function latestOf(period: Period, store: Store) {
  const head = await store.head(period);
  return head && { ...head, assessments: await store.allAssessments(period, head.revision) };
}
