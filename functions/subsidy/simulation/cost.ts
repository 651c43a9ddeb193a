import { type Fen, sumFen } from "../../../shared/values/money.ts";
import { addMonths, type Period } from "../../../shared/values/period.ts";
import { entitle, entitleApplication } from "../entitle.ts";
import type { ApplicationFacts, Entitlement, PersonFacts } from "../facts.ts";
import { endOf, meet, spanOf } from "../in-force.ts";
import type { PolicyRecord } from "../policy.ts";
import type { WaitingFen } from "./limits.ts";

/** A draft that is tried on real people, and what it is compared with. Frozen when it is asked for. */
export interface Trial {
  draft: PolicyRecord;
  /** The published versions of its scheme. */
  published: readonly PolicyRecord[];
  /** The earned months whose cost is asked for, in order. */
  periods: readonly Period[];
}

/** The same facts judged twice: by the versions in force, and by the draft in its months. */
export interface Judged {
  now: Entitlement[];
  draft: Entitlement[];
}

/** What was earned on one line, as compact as it is kept: the placement or application, its sequence, fen. */
export type Line = [placementId: string, sequence: number, amountFen: Fen];

/** The lines of a month that are worth something, on both sides. */
export interface Lines {
  now: Line[];
  draft: Line[];
}

/** What some people's student-months, or some applications, of one earned month are worth. */
export interface MonthCost {
  period: Period;
  /** Under the versions in force. */
  nowFen: Fen;
  /** Under the draft. */
  draftFen: Fen;
  /** With attendance, or applications with a decision, whatever they are worth. */
  studentMonths: number;
  /** Those that are worth something now, and under the draft. */
  paidNow: number;
  paidByDraft: number;
}

/** A line of the table: what one enterprise's month is paid, and what of it finds no money in budget or cap. */
export interface EnterpriseCost extends MonthCost {
  uscc: string;
  nowWaitingFen: Fen;
  draftWaitingFen: Fen;
}

/** The city's month. */
export interface CityCost extends Omit<EnterpriseCost, "uscc"> {
  differenceFen: Fen;
  enterprises: number;
}

/**
 * What the placements earn, now and under the draft. Each person is judged over all of their months and placements,
 * since limits are for life, and only these placements are counted. Pure.
 * @throws what `entitle` throws
 */
export function judgePeople(
  people: readonly PersonFacts[],
  placementIds: ReadonlySet<string>,
  trial: Trial,
): Judged {
  const judge = (policies: readonly PolicyRecord[]): Entitlement[] =>
    people
      .flatMap((person) => entitle(person, policies))
      .filter(({ scheme, placementId }) => scheme === schemeOf(trial) && placementIds.has(placementId));
  return { now: judge(trial.published), draft: judge(withDraft(trial)) };
}

/** What the applications for the draft's scheme are worth, now and under the draft. Pure. */
export function judgeApplications(applications: readonly ApplicationFacts[], trial: Trial): Judged {
  const own = applications.filter(({ form }) => form.scheme === schemeOf(trial));
  const judge = (policies: readonly PolicyRecord[]) =>
    own.flatMap((application) => entitleApplication(application, policies));
  return { now: judge(trial.published), draft: judge(withDraft(trial)) };
}

export const costOf = (judged: Judged, periods: readonly Period[]): MonthCost[] =>
  periods.map((period) => monthCost(period, within(judged.now, period), within(judged.draft, period)));

/** What can be granted or wait, in one month. */
export function linesOf(judged: Judged, period: Period): Lines {
  const worth = (side: readonly Entitlement[]) =>
    within(side, period)
      .filter(({ amountFen }) => amountFen !== 0)
      .map(({ placementId, sequence, amountFen }): Line => [placementId, sequence, amountFen]);
  return { now: worth(judged.now), draft: worth(judged.draft) };
}

/** The versions as they would be in force if the draft replaced all others in its months. */
export function withDraft({ draft, published }: Trial): PolicyRecord[] {
  return [...published.flatMap((record) => outside(record, draft)), { ...draft, status: "published" }];
}

/**
 * One line for each enterprise and asked month, however many parts the work was done in; in that order.
 * @param waiting what finds no money, by enterprise and month
 */
export function tableOf(
  { periods }: Trial,
  parts: readonly { uscc: string; months: readonly MonthCost[] }[],
  waiting: ReadonlyMap<string, WaitingFen> = new Map(),
): EnterpriseCost[] {
  const rows = parts.flatMap(({ uscc, months }) => months.map((month) => ({ uscc, ...month })));
  return [...Map.groupBy(rows, rowKey).values()]
    .map((same) => ({ uscc: same[0]?.uscc ?? "", ...summed(same[0]?.period ?? "", same) }))
    .filter(({ studentMonths, period }) => studentMonths > 0 && periods.includes(period))
    .map((row) => paid(row, waiting.get(rowKey(row))))
    .toSorted((a, b) => (rowKey(a) < rowKey(b) ? -1 : 1));
}

/** Month by month and in all, from the table. */
export function totalsOf({ draft, periods }: Trial, table: readonly EnterpriseCost[]) {
  const months = periods.map((period) => cityCost(period, within(table, period)));
  const { scheme, version } = draft.policy;
  const [nowFen, draftFen] = [sum(months, "nowFen"), sum(months, "draftFen")];
  const waits = {
    nowWaitingFen: sum(months, "nowWaitingFen"),
    draftWaitingFen: sum(months, "draftWaitingFen"),
  };
  return { scheme, version, nowFen, draftFen, differenceFen: draftFen - nowFen, ...waits, months };
}

export const rowKey = ({ uscc, period }: { uscc: string; period: Period }): string => `${uscc}#${period}`;

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

function paid(
  row: MonthCost & { uscc: string },
  { now, draft }: WaitingFen = { now: 0, draft: 0 },
): EnterpriseCost {
  const { nowFen, draftFen } = row;
  return {
    ...row,
    nowFen: nowFen - now,
    draftFen: draftFen - draft,
    nowWaitingFen: now,
    draftWaitingFen: draft,
  };
}

const cityCost = (period: Period, rows: readonly EnterpriseCost[]): CityCost => {
  const cost = summed(period, rows);
  return {
    ...cost,
    differenceFen: cost.draftFen - cost.nowFen,
    nowWaitingFen: sum(rows, "nowWaitingFen"),
    draftWaitingFen: sum(rows, "draftWaitingFen"),
    enterprises: rows.length,
  };
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
