import { exactly, halfUp } from "./decimal.ts";
import type { MeasuredKind } from "./indicator.ts";

/** An exact fraction; the divisor is never zero. */
export interface Share {
  numerator: bigint;
  denominator: bigint;
}

export interface Fulfilment {
  /** As it is, above one too, to four decimals for people to read; `null` when nobody has reported. */
  ratio: number | null;
  /** What of the weight it earns, from zero to one. */
  earned: Share;
}

const WHOLE: Share = { numerator: 1n, denominator: 1n };
const NOTHING: Share = { numerator: 0n, denominator: 1n };

/**
 * How far a plan is fulfilled.
 * - More is better: actual over planned; a month for which nothing is planned is fulfilled, reported or not.
 * - Less is better: planned over actual; none at all is fulfilled, silence isn't.
 * - Must reach: all or nothing.
 * @param planned not negative
 * @param actual `null` when nobody has reported
 */
export function fulfilment(kind: MeasuredKind, planned: number, actual: number | null): Fulfilment {
  const share = actual === null ? unreported(kind, planned) : SHARES[kind](exactly(planned), exactly(actual));
  const reached = share.numerator >= share.denominator;
  return {
    ratio: actual === null ? null : readable(share),
    earned: reached ? WHOLE : kind === "must-reach" ? NOTHING : share,
  };
}

const overPlan = (planned: bigint, actual: bigint): Share =>
  planned === 0n ? WHOLE : { numerator: actual, denominator: planned };

const SHARES: Record<MeasuredKind, (planned: bigint, actual: bigint) => Share> = {
  quantitative: overPlan,
  "higher-is-better": overPlan,
  "must-reach": overPlan,
  "lower-is-better": (planned, actual) =>
    actual === 0n ? WHOLE : { numerator: planned, denominator: actual },
};

const unreported = (kind: MeasuredKind, planned: number): Share =>
  planned === 0 && kind !== "lower-is-better" ? WHOLE : NOTHING;

const readable = ({ numerator, denominator }: Share): number =>
  Number(halfUp(numerator * 10_000n, denominator)) / 10_000;
