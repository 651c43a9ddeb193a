import { isDate, type LocalDate, type Period } from "../../../shared/values/period.ts";
import { serialDate } from "./number-format.ts";

/** Longer cells hold nothing that is read here. */
const LONGEST_CELL = 2000;
/** Longer texts are no date, time or number; a hostile one would only keep the patterns busy. */
const LONGEST_VALUE = 60;

/**
 * A cell as it was meant: full-width digits and letters become plain ones, no-break and invisible spaces and the
 * apostrophe that protects a number from a spreadsheet go. Line breaks within the cell stay.
 */
export function plain(text: string): string {
  const cell = text.length > LONGEST_CELL ? text.slice(0, LONGEST_CELL) : text;
  if (/^[!-&(-~\u4e00-\u9fff]*$/.test(cell)) return cell;
  return cell
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .trim()
    .replace(/^['’‘`]+/, "")
    .trim();
}

const WEEKDAY = /\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$/;
const MIDNIGHT = /[T\s]+0{1,2}:00(?::00(?:\.0+)?)?$/;

/**
 * A date as people and programs write it: `2026-06-01`, `2026/6/1`, `2026.6.1`, `2026年6月1日`, `20260601`, with a
 * weekday or midnight behind it; `6月1日`, `6-1` or `6/1` in the year of the period; the serial number of a
 * spreadsheet.
 * @returns null when it is no day of the calendar. `6.10` without a year is none: a spreadsheet turns it into 6.1.
 */
export function parseDate(text: string, period: Period): LocalDate | null {
  if (text.length > LONGEST_VALUE) return null;
  const bare = text.replace(WEEKDAY, "").replace(MIDNIGHT, "").replace(/\s+/g, "");
  const whole =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (whole) return dateOf(whole[1], whole[2], whole[3]);
  const short = /^(\d{1,2})[-/月](\d{1,2})日?$/.exec(bare);
  if (short) return dateOf(period.slice(0, 4), short[1], short[2]);
  if (/^[2-7]\d{4}(?:\.0+)?$/.test(bare)) return serialDate(Math.floor(Number(bare)));
  return null;
}

function dateOf(year = "", month = "", day = ""): LocalDate | null {
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDate(date) ? date : null;
}

const DAY_MINUTES = 1440;
const NEXT_DAY = /^\(?(?:次日|翌日|第二天|\+1)\)?\s*|\s*\(?(?:次日|翌日|第二天|\+1)\)?$/;

/**
 * A punch in minutes after midnight of `date`: `8:05`, `08:05:30` (seconds don't count), `8点05分`, `24:00`,
 * `次日02:00`, `2026-06-02 02:00`, or a spreadsheet's fraction of a day.
 * @returns null when no clock shows it, or its date is neither that day nor the next
 */
export function parseTime(text: string, date: LocalDate): number | null {
  if (text.length > LONGEST_VALUE) return null;
  const dated = /^(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:[T\s]+(?:星期.\s*)?)(\S+)$/.exec(text);
  if (dated) {
    const day = parseDate(dated[1] ?? "", date.slice(0, 7));
    const time = parseTime(dated[2] ?? "", date);
    if (day === null || time === null) return null;
    const days = (Date.parse(day) - Date.parse(date)) / 86_400_000;
    return days === 0 || days === 1 ? time + days * DAY_MINUTES : null;
  }
  const bare = text.replace(NEXT_DAY, "");
  const minutes = clockMinutes(bare);
  return minutes === null || bare === text ? minutes : minutes + DAY_MINUTES;
}

function clockMinutes(text: string): number | null {
  const clock = /^(\d{1,2})[:点时](\d{2})?(?::\d{2}|分)?$/.exec(text);
  if (clock) {
    const [hours, minutes] = [Number(clock[1]), Number(clock[2] ?? 0)];
    if (clock[2] === undefined && text.endsWith(":")) return null;
    return minutes < 60 && (hours < 24 || (hours === 24 && minutes === 0)) ? hours * 60 + minutes : null;
  }
  if (/^[01]?\.\d{1,20}$/.test(text)) return Math.round(Number(text) * DAY_MINUTES);
  return null;
}

/**
 * Hours in minutes: `8`, `7.5`, `8小时`, `7小时30分`, `7:30`, `450分钟`. The range isn't checked here.
 * @returns null when it is no number of hours
 */
export function parseHours(text: string): number | null {
  if (text.length > LONGEST_VALUE) return null;
  const bare = text.replace(/\s+/g, "").toLowerCase();
  const mixed = /^(\d{1,4}):(\d{2})(?::\d{2})?$/.exec(bare) ?? /^(\d{1,4})小?时(\d{1,2})分钟?$/.exec(bare);
  if (mixed) return Number(mixed[1]) * 60 + Number(mixed[2]);
  const minutes = /^(\d{1,6})分钟?$/.exec(bare);
  if (minutes) return Number(minutes[1]);
  const hours = /^(-?\d{1,6}(?:[.,]\d{1,20})?)(?:小时|时|h|hours?|个小时)?$/.exec(bare);
  return hours ? Math.round(Number((hours[1] ?? "").replace(",", ".")) * 60) : null;
}

/** `4.112E+17`: a spreadsheet has taken a number for a quantity and its last digits are lost. */
export const isScientific = (text: string): boolean => /^\d(?:[.,]\d+)?E\+?\d{1,3}$/i.test(text);
