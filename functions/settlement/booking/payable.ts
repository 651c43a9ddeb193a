import { type Fen, yuan } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { earnedKey, type Waiting } from "./allocate.ts";
import type { Line } from "./claim.ts";

/** A line as it is paid: what was claimed, what of it the month pays, and what still waits. */
export interface PayableLine extends Line {
  /** What the month's manifest claims; negative when it takes back. */
  owedFen: Fen;
  /** What the month pays of it and of what waited; negative when it is taken back. */
  amountFen: Fen;
  /** What waits after the month. */
  waitingFen: Fen;
}

/**
 * One enterprise's month as it is paid. Whatever was claimed or waited before is paid now or waits on:
 * `amountFen = owedFen + what waited − waitingFen`. What is paid without a new claim makes lines of its own, after
 * the manifest's.
 * @param claimed the manifest's lines
 * @param waited what waited before the month
 * @param waits what waits after it
 */
export function payableLines(
  claimed: readonly Line[],
  waited: readonly Waiting[],
  waits: readonly Waiting[],
  period: Period,
): PayableLine[] {
  const [before, after] = [byKey(waited), byKey(waits)];
  const lines = claimed.map((line) => payable(line, before.get(earnedKey(line)), after.get(earnedKey(line))));
  const known = new Set(claimed.map(earnedKey));
  const released = waited
    .filter((one) => !known.has(earnedKey(one)))
    .map((one) => payable(withoutClaim(one, period), one, after.get(earnedKey(one))))
    .filter(({ amountFen }) => amountFen !== 0);
  return [...lines, ...released];
}

const byKey = (list: readonly Waiting[]) => new Map(list.map((one) => [earnedKey(one), one]));

function payable(line: Line, before: Waiting | undefined, after: Waiting | undefined): PayableLine {
  const [owedFen, waitedFen, waitingFen] = [line.amountFen, before?.waitingFen ?? 0, after?.waitingFen ?? 0];
  const amountFen = owedFen + waitedFen - waitingFen;
  const reasons = [
    ...line.reasons,
    ...(waitedFen > 0 && amountFen > Math.max(0, owedFen) ? [releasedFromWaiting(waitedFen)] : []),
    ...(waitedFen > 0 && owedFen < 0 ? [waitingLowered(Math.min(waitedFen, -owedFen))] : []),
    ...(after ? [after.why === "cap" ? enterpriseCap(waitingFen) : waitingForBudget(waitingFen)] : []),
  ];
  return { ...line, amountFen, owedFen, waitingFen, reasons };
}

/** A line for what waited: it claims no entry, so its range of entries is empty. */
function withoutClaim(waited: Waiting, period: Period): Line {
  const { subjectId, earnedPeriod, placementId, scheme, days, policyVersion, sequence } = waited;
  return {
    ...{ subjectId, earnedPeriod, bookedPeriod: period, placementId, scheme, days, policyVersion, sequence },
    ...{ amountFen: 0, reasons: [], fromN: 1, toN: 0 },
  };
}

const waitingForBudget = (fen: Fen) => ({
  code: "waiting-for-budget",
  zh: `年度预算不足，${yuan(fen)}元待拨，按顺序优先于以后月份`,
  en: `The year's budget is used up; ${yuan(fen)} yuan wait, first in line from next month on`,
});

const enterpriseCap = (fen: Fen) => ({
  code: "enterprise-cap",
  zh: `企业年度补贴已达上限，${yuan(fen)}元待拨`,
  en: `The enterprise has reached its cap for the year; ${yuan(fen)} yuan wait`,
});

const releasedFromWaiting = (fen: Fen) => ({
  code: "released-from-waiting",
  zh: `此前待拨${yuan(fen)}元，本月拨付`,
  en: `Of ${yuan(fen)} yuan that had to wait, paid this month`,
});

const waitingLowered = (fen: Fen) => ({
  code: "waiting-lowered",
  zh: `更正先冲减待拨金额${yuan(fen)}元`,
  en: `The correction first lowers what waits, by ${yuan(fen)} yuan`,
});
