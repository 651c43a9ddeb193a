import { type DayClass, dayClass, UnknownYear } from "../../../shared/values/calendar.ts";
import { daysOf, type LocalDate, type Period, weekday } from "../../../shared/values/period.ts";

/** What a template shows of a day. */
export type DayKind = "working-day" | "rest-day" | "statutory-holiday";

export interface TemplateDay {
  date: LocalDate;
  kind: DayKind;
}

const KINDS: Record<DayClass, DayKind> = {
  workday: "working-day",
  "make-up-workday": "working-day",
  "rest-day": "rest-day",
  "shifted-rest-day": "rest-day",
  "statutory-holiday": "statutory-holiday",
};

/**
 * The days of a month. Templates are taken ahead, before the notice of the year's holidays is there: then only
 * weekends are told, and the instructions say so.
 */
export function templateDays(period: Period): { days: TemplateDay[]; isNoticeKnown: boolean } {
  try {
    return {
      days: daysOf(period).map((date) => ({ date, kind: KINDS[dayClass(date)] })),
      isNoticeKnown: true,
    };
  } catch (error) {
    if (!(error instanceof UnknownYear)) throw error;
    const plain = (date: LocalDate): DayKind => (weekday(date) <= 5 ? "working-day" : "rest-day");
    return { days: daysOf(period).map((date) => ({ date, kind: plain(date) })), isNoticeKnown: false };
  }
}

/** A placement as a template shows it. */
export interface TemplateLine {
  placementNo: string;
  employeeNo: string | null;
  maskedName: string;
  start: LocalDate;
  end: LocalDate;
}

export const isPlacedOn = ({ start, end }: TemplateLine, date: LocalDate): boolean =>
  start <= date && date <= end;
