import type { LocalDate, Period } from "../../shared/values/period.ts";
import { firstDay, lastDay } from "../../shared/values/period.ts";

export const FILING_KINDS = ["night-shift", "statutory-holiday", "overtime"] as const;
export type FilingKind = (typeof FILING_KINDS)[number];

/**
 * A filing (备案) with the superior authority: on its days the post may have what the regulation else forbids
 * (职业学校学生实习管理规定 17).
 */
export interface Filing {
  id: string;
  uscc: string;
  kinds: FilingKind[];
  /** 备案文号. */
  documentNo: string;
  /** Both included. */
  from: LocalDate;
  to: LocalDate;
  recordedBy: string;
  recordedAt: string;
}

/** What each kind of filing makes lawful: the code of the violation. */
const ALLOWS: Record<FilingKind, string> = {
  "night-shift": "night-shift",
  "statutory-holiday": "statutory-holiday",
  overtime: "overtime-without-filing",
};

/** Whether a violation was filed beforehand, or has been since. */
export const isFiled = (
  { date, code }: { date: LocalDate; code: string },
  filings: readonly Filing[],
): boolean =>
  filings.some(
    ({ kinds, from, to }) => from <= date && date <= to && kinds.some((kind) => ALLOWS[kind] === code),
  );

/** Those that have a day in the month. */
export const touching = (filings: readonly Filing[], period: Period): Filing[] =>
  filings.filter(({ from, to }) => from <= lastDay(period) && to >= firstDay(period));
