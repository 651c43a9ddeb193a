import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { AllocationHead } from "../booking/allocation-store.ts";
import type { Line } from "../booking/claim.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import type { Demand } from "../payment/demand.ts";
import type { Payment } from "../payment/payment.ts";
import type { ControlTotals } from "./control.ts";

/** As much of an account of the books as comparing needs. */
export interface BookedAccount {
  subjectId: string;
  /** Earned month. */
  period: Period;
  version: number;
  entries: readonly BookedEntry[];
}

export interface BookedEntry {
  n: number;
  scheme: string;
  placementId: string;
  uscc: string;
  amountFen: Fen;
  days: number;
  policyVersion: string | null;
  sequence: number;
  /** ISO 8601. */
  at: string;
}

/** A line of a manifest, without its words. */
export type Claim = Omit<Line, "reasons">;

/** When the close of a booked month began. */
export interface Close {
  period: Period;
  /** ISO 8601. */
  begunAt: string;
}

/** Everything earned in one month that concerns one enterprise, and what its manifests claim of it. */
export interface EarnedMonth {
  uscc: string;
  period: Period;
  accounts: readonly BookedAccount[];
  claims: readonly Claim[];
  /** Of the months in which the enterprise has a manifest. */
  closes: readonly Close[];
}

/** One manifest as it lies there, the hash of the one before it, and the journal that is kept as evidence. */
export interface ManifestBook {
  manifest: Manifest;
  lines: readonly Line[];
  previousHash: string;
  journal: string | null;
}

/** The control totals of one enterprise, and what they are totals of. */
export interface ControlBook {
  uscc: string;
  /** The booked months to compare. */
  periods: readonly Period[];
  controls: ReadonlyMap<Period, ControlTotals>;
  manifests: readonly Manifest[];
  /** Reissues among them. */
  payments: readonly Payment[];
  demands: readonly Demand[];
}

/** A month's allocation, the one before it in the chain, and the hash of it drawn up anew within the limits it had. */
export interface AllocationBook {
  head: AllocationHead;
  previous: AllocationHead | null;
  drawnUpAgain: string;
}

/** A booked month of the whole city. */
export interface MonthBook {
  period: Period;
  totals: { enterprises: number; lines: number; amountFen: Fen };
  /** What every enterprise is settled, by manifests and allocation. */
  settlements: readonly { totalFen: Fen; lines: number }[];
  manifests: readonly Manifest[];
  allocation: AllocationBook | null;
  payments: readonly Payment[];
  /** The payment files as they were made, by batch. */
  paymentFiles: ReadonlyMap<number, string>;
}

interface Named {
  subjectId: string;
  scheme: string;
  placementId: string;
}

/** What a placement's month is called in a difference. */
export const nameOf = ({ subjectId, scheme, placementId }: Named): string =>
  `${subjectId} ${scheme} ${placementId}`;
