import { type Facts, saw } from "../plan/facts.ts";
import { type Line, linesOf, type Manifest, manifestsOf } from "./manifests.ts";
import type { Records, Row } from "./records.ts";

/** One line of one enterprise, followed through the months. */
export interface Share {
  key: string;
  uscc: string;
  fund: string;
  earnedPeriod: string;
  sequence: number;
  placementId: string;
  /** What the month claims, what waited before and waits after it, and what it pays. */
  owedFen: number;
  waitedFen: number;
  waitingFen: number;
  paysFen: number;
  /** Of the month's own lines; others are shown only where they are paid. */
  claimed: boolean;
}

/** What each closed month pays of every line, in the order in which lines are numbered. */
export type Shared = Map<string, Share[]>;

interface Limits {
  budgetFen: number;
  capFen: number;
}

interface Head {
  period: string;
  attempt: string;
  funds: { fund: string; grantedFen: number; returnedFen: number; waitingFen: number }[];
  totals: { amountFen: number };
}

/**
 * Shares the months out anew, from what was claimed and from the policies as they stood: whatever waits goes first by
 * earned month, file and placement, as far as the year's budget and the enterprise's cap reach.
 */
export function shareOut(facts: Facts, records: Records): Shared {
  const manifests = manifestsOf(records);
  const shared: Shared = new Map();
  const granted = new Map<string, number>();
  let waiting: Share[] = [];
  for (const step of facts.steps) {
    if (step.step !== "closed") continue;
    const { period, policies } = step;
    const own = manifests.filter((manifest) => manifest.period === period);
    const shares = asked(own, waiting, records);
    for (const fund of new Set(shares.map((share) => share.fund)))
      serve(
        shares.filter((share) => share.fund === fund),
        limitsOf(facts, fund, period, policies),
        granted,
      );
    shared.set(period, shares);
    waiting = shares.filter(({ waitingFen }) => waitingFen > 0).toSorted(inFund);
  }
  return shared;
}

/** Each line with what is claimed of it and what waits of it. */
function asked(manifests: readonly Manifest[], waiting: readonly Share[], records: Records): Share[] {
  const claimed = manifests
    .toSorted((a, b) => (a.uscc < b.uscc ? -1 : 1))
    .flatMap((manifest) => linesOf(manifest, records).map((line) => shareOf(line, manifest.uscc)));
  for (const share of claimed) {
    const before = waiting.find(({ key }) => key === share.key);
    if (!before) continue;
    share.waitedFen = before.waitingFen;
    share.sequence = Math.min(share.sequence, before.sequence);
  }
  const known = new Set(claimed.map(({ key }) => key));
  const still = waiting
    .filter(({ key }) => !known.has(key))
    .map((one) => ({ ...one, owedFen: 0, waitedFen: one.waitingFen, claimed: false }));
  return [...claimed, ...still];
}

const shareOf = (line: Line, uscc: string): Share => ({
  key: `${uscc} ${line.subjectId} ${line.earnedPeriod} ${line.scheme} ${line.placementId}`,
  uscc,
  fund: `${line.scheme}#${line.earnedPeriod.slice(0, 4)}`,
  ...{ earnedPeriod: line.earnedPeriod, sequence: line.sequence, placementId: line.placementId },
  ...{ owedFen: line.amountFen, waitedFen: 0, waitingFen: 0, paysFen: 0, claimed: true },
});

/** First comes in what is taken back, then everybody is served in line. */
function serve(shares: readonly Share[], limits: Limits, granted: Map<string, number>): void {
  const so = (key: string): number => granted.get(key) ?? 0;
  const grant = ({ fund, uscc }: Share, fen: number): void => {
    granted.set(fund, so(fund) + fen);
    granted.set(`${fund} ${uscc}`, so(`${fund} ${uscc}`) + fen);
  };
  const dueOf = ({ owedFen, waitedFen }: Share): number => owedFen + waitedFen;
  for (const share of shares) if (dueOf(share) < 0) grant(share, dueOf(share));
  for (const share of shares.toSorted(inLine)) {
    const due = Math.max(0, dueOf(share));
    const left = Math.min(
      limits.budgetFen - so(share.fund),
      limits.capFen - so(`${share.fund} ${share.uscc}`),
    );
    const served = Math.max(0, Math.min(due, left));
    grant(share, served);
    share.waitingFen = due - served;
    share.paysFen = dueOf(share) - share.waitingFen;
  }
}

const inLine = (a: Share, b: Share): number =>
  order(a.earnedPeriod, b.earnedPeriod) ||
  a.sequence - b.sequence ||
  order(a.placementId, b.placementId) ||
  order(a.uscc, b.uscc);
const inFund = (a: Share, b: Share): number => order(a.fund, b.fund) || inLine(a, b);
const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Only the internship's policies limit anything. */
function limitsOf({ policies }: Facts, fund: string, period: string, published: number): Limits {
  const inForce = policies.slice(0, published).findLast(({ from }) => from <= period);
  const { budgetFen, capFen } = fund.startsWith("internship#") ? (inForce ?? {}) : {};
  return { budgetFen: budgetFen ?? Number.POSITIVE_INFINITY, capFen: capFen ?? Number.POSITIVE_INFINITY };
}

/** The city has shared out as was due: what it granted, what came back, and who waits for what, in which place. */
export function allocationsAreRight(facts: Facts, shared: Shared, records: Records): string[] {
  const heads = records.of("Settlement", "ALLOCATIONS").filter(({ sk }) => sk !== "END") as unknown as Head[];
  const byPeriod = new Map(heads.map((head) => [head.period, head]));
  // the month before the city began is closed as well, by the schedule, with nothing in it
  const unknown = heads.filter(({ period, funds }) => !shared.has(period) && funds.length > 0);
  return [
    ...unknown.map(({ period }) => `allocation: ${period} was allocated, and nobody closed it`),
    ...[...shared].flatMap(([period, shares]) => {
      const head = byPeriod.get(period);
      if (!head) return [`allocation: ${period} was never allocated`];
      noted(facts, shares);
      return [...fundsAreRight(head, shares), ...listsAreRight(head, shares, records)];
    }),
  ];
}

function fundsAreRight({ period, funds, totals }: Head, shares: readonly Share[]): string[] {
  const wrong: string[] = [];
  const total = sum(shares, ({ paysFen }) => paysFen);
  if (totals.amountFen !== total)
    wrong.push(`allocation: ${period} pays ${totals.amountFen}, and should ${total}`);
  for (const { fund, grantedFen, returnedFen, waitingFen } of funds) {
    const own = shares.filter((share) => share.fund === fund);
    const due = [sum(own, ({ paysFen }) => paysFen), sum(own, (share) => share.waitingFen)];
    if (due.join() !== [grantedFen - returnedFen, waitingFen].join())
      wrong.push(
        `allocation: ${period} ${fund} grants ${grantedFen} − ${returnedFen}, ${waitingFen} wait, not ${due}`,
      );
  }
  const known = new Set(funds.map(({ fund }) => fund));
  const missing = shares.filter((share) => !known.has(share.fund) && share.paysFen + share.waitingFen !== 0);
  return [...wrong, ...missing.map(({ fund }) => `allocation: ${period} knows nothing of ${fund}`)];
}

function listsAreRight({ period, attempt }: Head, shares: readonly Share[], records: Records): string[] {
  const waits = shares.filter(({ waitingFen }) => waitingFen > 0).toSorted(inFund);
  const due = [...Map.groupBy(waits, ({ fund }) => fund).values()].flatMap((line) =>
    line.map(({ key, waitingFen }, at) => `${key}: ${waitingFen} in place ${at + 1}`),
  );
  const found = records
    .of("Settlement", "WAITING#")
    .filter(({ sk }) => String(sk).startsWith(`${period}#${attempt}#`))
    .flatMap(({ lines }) => lines as Row[])
    .map((one) => {
      const { uscc, subjectId, earnedPeriod, scheme, placementId, waitingFen, place } = one;
      return `${uscc} ${subjectId} ${earnedPeriod} ${scheme} ${placementId}: ${waitingFen} in place ${place}`;
    });
  const [one, other] = [new Set(due), new Set(found)];
  return [
    ...due.filter((line) => !other.has(line)).map((line) => `allocation: ${period} ${line} does not wait`),
    ...found.filter((line) => !one.has(line)).map((line) => `allocation: ${period} ${line} waits`),
  ];
}

function noted(facts: Facts, shares: readonly Share[]): void {
  if (shares.some(({ waitingFen }) => waitingFen > 0)) saw(facts, "money waits");
  if (shares.some(({ waitedFen, waitingFen, owedFen }) => waitedFen > waitingFen && owedFen >= 0))
    saw(facts, "what waited is paid");
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
