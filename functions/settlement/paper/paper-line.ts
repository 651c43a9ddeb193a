import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { SettledLine } from "../booking/settled.ts";

/** A settled line as it stands on paper: nobody's full name, and amounts in fen. */
export interface PaperLine {
  lineId: string;
  uscc: string;
  enterprise: string;
  placementNo: string;
  name: string;
  /** Of whoever placed the person; empty where there is none. */
  schoolCode: string;
  scheme: string;
  earnedPeriod: Period;
  bookedPeriod: Period;
  days: number;
  /** What the month adds to what is owed. */
  owedFen: Fen;
  /** What of it waits until a limit has room. */
  waitingFen: Fen;
  /** What the month pays. */
  payableFen: Fen;
  policyVersion: string | null;
  reasons: string;
}

/** All lines of one enterprise. */
export interface PaperPart {
  uscc: string;
  enterprise: string;
  lines: readonly PaperLine[];
}

export interface PlacementNames {
  placementNo: string;
  maskedName: string;
  schoolCode: string | null;
}

/** Stands where there is nothing to say, such as the person of an award to an enterprise. */
export const NONE = "—";

export function paperLine(
  line: SettledLine,
  { uscc, enterprise }: Pick<PaperPart, "uscc" | "enterprise">,
  placement: PlacementNames | undefined,
): PaperLine {
  const { lineId, scheme, earnedPeriod, bookedPeriod, days, policyVersion } = line;
  return {
    lineId,
    uscc,
    enterprise,
    placementNo: placement?.placementNo ?? (line.placementId || NONE),
    name: placement?.maskedName ?? NONE,
    schoolCode: placement?.schoolCode ?? "",
    scheme,
    earnedPeriod,
    bookedPeriod,
    days,
    ...amountsOf(line),
    policyVersion,
    reasons: line.reasons.map(({ zh }) => zh).join("；"),
  };
}

const amountsOf = ({ owedFen, waitingFen, amountFen }: SettledLine) => ({
  owedFen,
  waitingFen,
  payableFen: amountFen,
});

/** Whether the public sees the line: it brings or takes money. */
export const isPublic = ({ payableFen }: PaperLine): boolean => payableFen !== 0;

/** The line adds to a month, or takes from one, that was over before the one being settled. */
export const isAdjustment = ({ earnedPeriod, bookedPeriod }: PaperLine): boolean =>
  earnedPeriod < bookedPeriod;
