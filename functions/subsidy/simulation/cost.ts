import { type Fen, sumFen } from "../../../shared/values/money.ts";
import { addMonths, type Period } from "../../../shared/values/period.ts";
import { type Entitlement, entitle, type PersonFacts } from "../entitle.ts";
import { endOf, meet, spanOf } from "../in-force.ts";
import type { PolicyRecord } from "../policy.ts";

/** A draft that is tried on real people, and what it is compared with. Frozen when it is asked for. */
export interface Trial {
  draft: PolicyRecord;
  /** The published versions of its scheme. */
  published: readonly PolicyRecord[];
  /** The earned months whose cost is asked for, in order. */
  periods: readonly Period[];
}

/** What some people's student-months of one earned month cost. */
export interface MonthCost {
  period: Period;
  /** Under the versions in force. */
  nowFen: Fen;
  /** Under the draft. */
  draftFen: Fen;
  /** With attendance, whatever they are worth; and those that are worth something now, and under the draft. */
  studentMonths: number;
  paidNow: number;
  paidByDraft: number;
}

/** A line of the table: one enterprise's month. */
export interface EnterpriseCost extends MonthCost {
  uscc: string;
}

/** The city's month. */
export interface CityCost extends MonthCost {
  differenceFen: Fen;
  enterprises: number;
}

/**
 * What the placements cost in the asked months, now and under the draft. Each person is judged over all of their
 * months and placements, since limits are for life, and only these placements are counted. Pure.
 * @throws what `entitle` throws
 */
export function costOf(
  people: readonly PersonFacts[],
  placementIds: ReadonlySet<string>,
  trial: Trial,
): MonthCost[] {
  const judge = (policies: readonly PolicyRecord[]): Entitlement[] =>
    people
      .flatMap((person) => entitle(person, policies))
      .filter(({ scheme, placementId }) => scheme === schemeOf(trial) && placementIds.has(placementId));
  const [now, drafted] = [judge(trial.published), judge(withDraft(trial))];
  return trial.periods.map((period) => monthCost(period, within(now, period), within(drafted, period)));
}

/** The versions as they would be in force if the draft replaced all others in its months. */
export function withDraft({ draft, published }: Trial): PolicyRecord[] {
  return [...published.flatMap((record) => outside(record, draft)), { ...draft, status: "published" }];
}

/** One line for each enterprise and month, however many parts the work was done in; in that order. */
export function tableOf(parts: readonly { uscc: string; months: readonly MonthCost[] }[]): EnterpriseCost[] {
  const rows = parts.flatMap(({ uscc, months }) => months.map((month) => ({ uscc, ...month })));
  return [...Map.groupBy(rows, keyOf).values()]
    .map((same) => ({ uscc: same[0]?.uscc ?? "", ...summed(same[0]?.period ?? "", same) }))
    .filter(({ studentMonths }) => studentMonths > 0)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Month by month and in all, from the table. */
export function totalsOf({ draft, periods }: Trial, table: readonly EnterpriseCost[]) {
  const months = periods.map((period) => cityCost(period, within(table, period)));
  const [nowFen, draftFen] = [sum(months, "nowFen"), sum(months, "draftFen")];
  const { scheme, version } = draft.policy;
  return { scheme, version, nowFen, draftFen, differenceFen: draftFen - nowFen, months };
}

function outside(record: PolicyRecord, { policy: draft }: PolicyRecord): PolicyRecord[] {
  const span = spanOf(record);
  if (!meet(span, draft)) return [record];
  const rest: PolicyRecord[] = [];
  if (span.effectiveFrom < draft.effectiveFrom) {
    rest.push({ ...record, inForceUntil: addMonths(draft.effectiveFrom, -1) });
  }
  if (endOf(draft) < endOf(span)) {
    rest.push({ ...record, policy: { ...record.policy, effectiveFrom: addMonths(endOf(draft), 1) } });
  }
  return rest;
}

function monthCost(period: Period, now: readonly Entitlement[], drafted: readonly Entitlement[]): MonthCost {
  const placed = new Set([...now, ...drafted].map(({ placementId }) => placementId));
  return {
    period,
    nowFen: sum(now, "amountFen"),
    draftFen: sum(drafted, "amountFen"),
    studentMonths: placed.size,
    paidNow: now.filter(isPaid).length,
    paidByDraft: drafted.filter(isPaid).length,
  };
}

const cityCost = (period: Period, rows: readonly EnterpriseCost[]): CityCost => {
  const cost = summed(period, rows);
  return { ...cost, differenceFen: cost.draftFen - cost.nowFen, enterprises: rows.length };
};

const summed = (period: Period, rows: readonly MonthCost[]): MonthCost => ({
  period,
  nowFen: sum(rows, "nowFen"),
  draftFen: sum(rows, "draftFen"),
  studentMonths: sum(rows, "studentMonths"),
  paidNow: sum(rows, "paidNow"),
  paidByDraft: sum(rows, "paidByDraft"),
});

const sum = <K extends string>(rows: readonly Record<K, number>[], field: K): number =>
  sumFen(rows.map((row) => row[field]));
const within = <T extends { period: Period }>(list: readonly T[], period: Period): T[] =>
  list.filter((one) => one.period === period);
const isPaid = ({ amountFen }: Entitlement): boolean => amountFen > 0;
const schemeOf = ({ draft }: Trial): string => draft.policy.scheme;
const keyOf = ({ uscc, period }: { uscc: string; period: Period }): string => `${uscc}#${period}`;
