import type { LocalDate } from "../period.ts";

/** One calendar year as the State Council's notice ordered it. Days it doesn't name are plain Monday to Sunday. */
export interface CalendarYear {
  year: number;
  /** The notice the dates come from. */
  notice: { documentNo: string; date: LocalDate; title: string };
  /** Days on which the whole nation is off by law (全国年节及纪念日放假办法), wherever they fall in the week. */
  statutoryHolidays: readonly LocalDate[];
  /** Days from Monday to Friday that are off only because the notice moved a rest day there. */
  shiftedRestDays: readonly LocalDate[];
  /** Saturdays and Sundays that are worked in exchange. */
  makeUpWorkdays: readonly LocalDate[];
}
