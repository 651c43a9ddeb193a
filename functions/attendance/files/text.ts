import type { LocalDate, Period } from "../../../shared/values/period.ts";
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
  const last = text.length - 1;
  if (last < LONGEST_CELL) {
    let index = 0;
    while (index <= last && isPlain(text.charCodeAt(index), index, last)) index++;
    if (index > last) return text;
  }
  return cleaned(last < LONGEST_CELL ? text : text.slice(0, LONGEST_CELL));
}

/** Nearly every cell is of such characters only and needs no cleaning: ASCII and common Chinese ones. */
function isPlain(code: number, index: number, last: number): boolean {
  if (code >= 0x4e00 && code <= 0x9fff) return true;
  if (code === 0x20) return index > 0 && index < last;
  return code > 0x20 && code < 0x7f && code !== APOSTROPHE && code !== BACKTICK;
}

const APOSTROPHE = 0x27;
const BACKTICK = 0x60;

const cleaned = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .trim()
    .replace(/^['’‘`]+/, "")
    .trim();

const WEEKDAY_AFTER = /\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$/;
const WEEKDAY_BEFORE = /^\(?(?:星期|周|礼拜)[一二三四五六日天]\)?[\s,，]*/;
const MIDNIGHT = /[T\s]+0{1,2}:00(?::00(?:\.0+)?)?(?:\+08:00)?$/;
const BETWEEN = "[-/._\\\\–—−、。]";
const WHOLE = new RegExp(`^(\\d{4}|\\d{2})(?:年|${BETWEEN})(\\d{1,2})(?:月|${BETWEEN})(\\d{1,2})(?:日|号)?$`);
const SHORT = /^(\d{1,2})(?:月|[-/_\\–—−])(\d{1,2})(?:日|号)?$/;

/**
 * A date as people and programs write it: `2026-06-01`, `2026/6/1`, `26.6.1`, `2026年6月1日`, `二〇二六年六月一日`,
 * `20260601`, with a weekday or midnight beside it; `6月1日`, `6-1`, `06.01` or `六月一日` in the year of the period,
 * `1日` in its month; the serial number of a spreadsheet.
 * @returns null when it is no day of the calendar. `6.1` without a year is none: it may have been `6.10`.
 */
export function parseDate(text: string, period: Period): LocalDate | null {
  if (text.length === 10 && isIso(text)) return dateOf(text.slice(0, 4), text.slice(5, 7), text.slice(8));
  if (text.length > LONGEST_VALUE) return null;
  const bare = inDigits(
    text.replace(WEEKDAY_AFTER, "").replace(WEEKDAY_BEFORE, "").replace(MIDNIGHT, "").replace(/\s+/g, ""),
  );
  const whole = WHOLE.exec(bare) ?? /^(\d{4}|\d{2})(\d{2})(\d{2})$/.exec(bare);
  if (whole) return dateOf(whole[1], whole[2], whole[3]);
  // Of the days without a leading zero, only 1, 2 and 3 may have lost a zero behind them.
  const short = SHORT.exec(bare) ?? /^(\d{1,2})\.(\d{2}|[4-9])$/.exec(bare);
  if (short) return dateOf(period.slice(0, 4), short[1], short[2]);
  const day = /^(\d{1,2})[日号]$/.exec(bare)?.[1];
  if (day) return dateOf(period.slice(0, 4), period.slice(5), day);
  return /^[2-7]\d{4}(?:\.0+)?$/.test(bare) ? serialDate(Math.floor(Number(bare))) : null;
}

const DASH = 0x2d;

function isIso(text: string): boolean {
  for (let index = 0; index < 10; index++) {
    const code = text.charCodeAt(index);
    if (index === 4 || index === 7 ? code !== DASH : code < 0x30 || code > 0x39) return false;
  }
  return true;
}

function dateOf(year = "", month = "", day = ""): LocalDate | null {
  const [y, m, d] = [Number(year) + (year.length === 2 ? 2000 : 0), Number(month), Number(day)];
  if (y < 1800 || y > 2099 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return null;
  return `${y}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

const NUMERALS = "〇一二三四五六七八九";

/** `二〇二六年六月三十日` in digits: numbers up to 99 with 十, years digit by digit. */
function inDigits(text: string): string {
  if (!/^[〇零○一二三四五六七八九十]+[年月]/.test(text)) return text;
  return text.replace(/[〇零○一二三四五六七八九十]+/g, (numeral) => {
    const [tens, ones] = numeral.split("十");
    if (ones === undefined) return digitsOf(numeral);
    return String(Number(digitsOf(tens || "一")) * 10 + Number(digitsOf(ones || "〇")));
  });
}

const digitsOf = (numeral: string): string =>
  [...numeral].map((one) => Math.max(0, NUMERALS.indexOf(one))).join("");

const DAY_MINUTES = 1440;
/** Clocks that count on past midnight end with the shift, at noon at the latest. */
const LATEST_MINUTES = 36 * 60;
const NEXT_DAY = /^\(?(?:次日|翌日|第二天|\+1)\)?\s*|\s*\(?(?:次日|翌日|第二天|\+1)\)?$/;
const DATED =
  /^(.*\d日?)(?:[T\s]+|(?<=日)|(?=\())(?:\(?(?:星期|周|礼拜)?[一二三四五六日天]\)?\s*)?((?:\D{2})?\s*\d\S*(?:\s*[ap]m)?)$/i;

/**
 * A date and a time in one cell: `2026-06-01 08:05`, `2019/10/8 星期二 8:20`, `6月1日 8:20`, a spreadsheet's 46174.336.
 * @returns the day, and minutes after its midnight; null when it isn't both
 */
export function parseDateTime(text: string, period: Period): { date: LocalDate; minutes: number } | null {
  if (text.length > LONGEST_VALUE) return null;
  const serial = /^([2-7]\d{4})(\.\d{1,20})$/.exec(text);
  const dated = serial ?? DATED.exec(text);
  const date = dated && parseDate(dated[1] ?? "", period);
  const minutes = date ? clockMinutes(dated[2] ?? "") : null;
  return date && minutes !== null ? { date, minutes } : null;
}

/**
 * A punch in minutes after midnight of `date`: `8:05`, `08:05:30` (seconds don't count), `8点05分`, `下午5:30`, `24:00`,
 * `次日02:00`, `26:00`, `2026-06-02 02:00`, or a spreadsheet's fraction of a day.
 * @returns null when no clock shows it, or its date is neither that day nor the next
 */
export function parseTime(text: string, date: LocalDate): number | null {
  if (text.length > LONGEST_VALUE) return null;
  const bare = text.length <= 5 ? text : text.replace(NEXT_DAY, "");
  const minutes = clockMinutes(bare);
  if (minutes !== null) return bare === text ? minutes : minutes + DAY_MINUTES;
  const dated = parseDateTime(text, date.slice(0, 7));
  const days = dated ? (Date.parse(dated.date) - Date.parse(date)) / 86_400_000 : -1;
  return dated && (days === 0 || days === 1) ? dated.minutes + days * DAY_MINUTES : null;
}

const HALF =
  /^(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|半夜|深夜|夜里|夜间|夜晚|夜|AM|PM)\s*|\s*(上午|下午|晚上|AM|PM)$/i;

/** Minutes of a time without a date. */
function clockMinutes(text: string): number | null {
  const half = HALF.exec(text);
  const bare = half ? text.replace(HALF, "") : text;
  const clock = /^(\d{1,2})[:点时](?:(\d{1,2})(?:分|:\d{1,2}(?:\.\d{1,3})?|分\d{1,2}秒)?|(半))?$/.exec(bare);
  if (!clock) return /^[01]?\.\d{1,20}$/.test(bare) ? Math.round(Number(bare) * DAY_MINUTES) : null;
  const isColon = bare.includes(":");
  if (isColon && clock[2]?.length !== 2) return null;
  const hours = half
    ? in24Hours(Number(clock[1]), (half[1] ?? half[2] ?? "").toUpperCase())
    : Number(clock[1]);
  const minutes = clock[3] ? 30 : Number(clock[2] ?? 0);
  const total = hours * 60 + minutes;
  return hours < 0 || minutes > 59 || total >= LATEST_MINUTES ? null : total;
}

/** The hour at which no night goes on. */
const MORNING = 5;

/** The hour that is meant by 下午5 or 12 AM; −1 when the two contradict each other. */
function in24Hours(hour: number, half: string): number {
  // A night goes on past midnight: 晚上1点 is of the next day.
  if (/[晚夜]/.test(half) && half !== "傍晚") {
    if (hour === 12 || hour < MORNING) return hour === 12 ? 24 : hour + 24;
    return hour < 12 ? hour + 12 : hour;
  }
  if (/^(?:下午|傍晚|PM)$/.test(half)) return hour < 12 ? hour + 12 : hour;
  if (half === "中午") return hour < 4 ? hour + 12 : hour;
  if (hour === 12) return 0;
  return hour < 12 ? hour : -1;
}

/**
 * Hours in minutes: `8`, `7.5`, `8小时`, `7小时30分`, `7:30`, `450分钟`. The range isn't checked here.
 * @returns null when it is no number of hours
 */
export function parseHours(text: string): number | null {
  if (text.length > LONGEST_VALUE) return null;
  const bare = text.replace(/\s+/g, "").toLowerCase();
  const mixed =
    /^(\d{1,4}):(\d{2})(?::\d{2})?$/.exec(bare) ??
    /^(\d{1,4})(?:个?小?时|h)(\d{1,2})(?:分钟?|m|min)?$/.exec(bare);
  if (mixed) return Number(mixed[1]) * 60 + Number(mixed[2]);
  const minutes = /^(\d{1,6}(?:\.0+)?)(?:分钟?|min|minutes?)$/.exec(bare);
  if (minutes) return Number(minutes[1]);
  const hours = /^(-?\d{1,6}(?:[.,]\d{1,20})?)(?:小时|时|h|hours?|hrs?|个小时)?$/.exec(bare);
  return hours ? Math.round(Number((hours[1] ?? "").replace(",", ".")) * 60) : null;
}

/** `4.112E+17`: a spreadsheet has taken a number for a quantity and its last digits are lost. */
export const isScientific = (text: string): boolean => /^\d(?:[.,]\d+)?E\+?\d{1,3}$/i.test(text);
