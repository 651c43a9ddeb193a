import type { Facts, Placement, PolicyFact, Said, Upload } from "../plan/facts.ts";

/** What one placement's month is worth, worked out from the facts with nothing of the product. */
export interface Worth {
  placement: Placement;
  period: string;
  days: number;
  amountFen: number;
}

interface Counted {
  placement: Placement;
  period: string;
  policy: PolicyFact;
  days: Set<string>;
  announcedAt: number;
  sequence: number;
}

const ATTENDED_HOURS = 4;

/** By student: everything that the city owes them for, month by month. */
export function worthOf(facts: Facts, student: number): Worth[] {
  const placements = facts.placements.filter((one) => one.student === student);
  const periods = [...new Set(facts.uploads.map(({ period }) => period))].sort();
  return periods.flatMap((period) => {
    const counted = placements.flatMap((placement) => countedDays(facts, placement, period));
    return worthInMonth(counted.map((month) => ({ ...month, days: ownDays(month, counted) })));
  });
}

/** One student's month with all firms together is worth the rate at most; who spoke first comes first. */
function worthInMonth(months: Counted[]): Worth[] {
  let left = months[0]?.policy.rateFen ?? 0;
  return months.toSorted(bySpeaking).map(({ placement, period, policy, days }) => {
    const amountFen = Math.min(left, amountFor(days.size, period, policy));
    left -= amountFen;
    return { placement, period, days: days.size, amountFen };
  });
}

function countedDays(facts: Facts, placement: Placement, period: string): Counted[] {
  const policy = facts.policies.findLast(({ from }) => from <= period);
  const words = wordsAbout(facts, placement, period);
  const last = words.at(-1);
  const within = placement.start.slice(0, 7) <= period && period <= placement.end.slice(0, 7);
  if (!policy || !last || !within) return [];
  const same = words.findLastIndex(({ said }) => !isSame(said, last.said));
  const since = words[same + 1] ?? last;
  const firm = facts.firms.find(({ uscc }) => uscc === placement.uscc);
  const held = (date: string): boolean =>
    (firm?.certified ?? []).some(({ from, to }) => from <= date && date <= to);
  const attended = (said: readonly Said[]) => said.filter(({ hours }) => hours >= ATTENDED_HOURS);
  const isTimely = (at: number): boolean => monthOf(at) <= later(period, policy.lateMonths);
  const inTime = words
    .map(({ said, upload }, at) => ({
      said,
      at: at === words.length - 1 ? since.upload.announcedAt : upload.announcedAt,
    }))
    .filter(({ at }) => isTimely(at));
  const known = isTimely(since.upload.announcedAt)
    ? null
    : new Set(attended(inTime.at(-1)?.said ?? []).map(({ date }) => date));
  const days = attended(last.said)
    .map(({ date }) => date)
    .filter((date) => held(date) && (known === null || known.has(date)));
  const { announcedAt } = since.upload;
  return [{ placement, period, policy, days: new Set(days), announcedAt, sequence: last.upload.sequence }];
}

interface Spoken {
  upload: Upload;
  said: Said[];
}

/** What was said of a placement and not taken back, in the order of announcement; rows outside of it are none. */
export function wordsAbout(facts: Facts, placement: Placement, period: string): Spoken[] {
  const accepted = (upload: Upload): boolean =>
    [...upload.says].some(([id, said]) => {
      const named = facts.placements.find((one) => one.id === id);
      return named !== undefined && said.some((day) => isWithin(day, named));
    });
  const standing = facts.uploads
    .filter((one) => one.uscc === placement.uscc && one.period === period)
    .filter((one) => one.arrived && !one.withdrawn && accepted(one))
    .toSorted((a, b) => a.sequence - b.sequence);
  const takenBack = ({ sequence }: Upload): boolean =>
    standing.some(
      (one) => one.mode === "replace-month" && one.sequence > sequence && !one.says.has(placement.id),
    );
  return standing
    .filter((upload) => !takenBack(upload))
    .map((upload) => ({
      upload,
      said: (upload.says.get(placement.id) ?? []).filter((day) => isWithin(day, placement)),
    }))
    .filter(({ said }) => said.length > 0);
}

const isWithin = ({ date }: Said, { start, end }: Placement): boolean => start <= date && date <= end;
const isSame = (one: readonly Said[], other: readonly Said[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** A day counts once: for whom an officer kept, else for who spoke first. */
function ownDays(month: Counted, all: readonly Counted[]): Set<string> {
  return new Set(
    [...month.days].filter((date) => {
      const claiming = all.filter(({ days }) => days.has(date));
      const unbeaten = claiming.filter(
        ({ placement }) => !claiming.some((other) => other.placement.keptOver.includes(placement.id)),
      );
      return (unbeaten.length > 0 ? unbeaten : claiming).toSorted(bySpeaking)[0] === month;
    }),
  );
}

const bySpeaking = (a: Counted, b: Counted): number =>
  a.announcedAt - b.announcedAt || a.sequence - b.sequence || (a.placement.id < b.placement.id ? -1 : 1);

function amountFor(days: number, period: string, { rateFen, method }: PolicyFact): number {
  if (method.method === "whole-if-days-at-least") return days >= method.days ? rateFen : 0;
  if (method.method === "prorate") {
    const [year, month] = period.split("-").map(Number) as [number, number];
    const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return Math.floor((2 * rateFen * Math.min(days, length) + length) / (2 * length));
  }
  const percent = method.tiers.filter((tier) => days >= tier.days).at(-1)?.percent ?? 0;
  return Math.floor((2 * rateFen * percent + 100) / 200);
}

/** The month in the city in which an instant lies. */
const monthOf = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 7);

function later(period: string, months: number): string {
  const [year, month] = period.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}
