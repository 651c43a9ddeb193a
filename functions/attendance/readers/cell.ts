import { parseHours, parseTime } from "../files/text.ts";
import type { Field } from "./headers.ts";
import { MARKED_MINUTES, parseStatus } from "./status.ts";

/** What a cell under a day says: when somebody was there, how long, or a mark for it. */
export type Part =
  | { kind: "times"; times: string[]; isPairs: boolean; status?: string }
  | { kind: "hours"; minutes: number; text: string }
  | { kind: "mark"; text: string; status?: string; shift?: string };

type Cells = Partial<Record<Field, string>>;

const TIME =
  /(?:\(?(?:次日|翌日|第二天|\+1)\)?\s*)?(?:(?:凌晨|早上|上午|中午|下午|晚上|夜里|深夜|半夜)\s*)?\d{1,2}(?::\d{2}(?::\d{2})?|[点时](?:\d{1,2}分?|半)?)(?:\s*(?:AM|PM)(?![A-Z]))?(?:\s*\((?:次日|\+1)\))?/gi;
const FOUR_DIGITS = /^(\d{2})(\d{2})\s*[-~至]\s*(\d{2})(\d{2})$/;
/** What stands between times, and says that they are from–to. */
const BETWEEN = /^[\s,;、/|()~—–至到-]*$/;
const FROM_TO = /-|~|—|–|至|到/;
/** A number with so many decimals is a time of day that lost its format. */
const FRACTION = /^0?\.\d{4,}$/;
/** A mark before a number of hours: `√8`. */
const ATTENDED = /^(?:[√✓✔]|出勤|正常|上班)\s*(?=\d)/;
const LONGEST_PART = 300;

/**
 * Reads a cell: `08:30-17:30`, `08:30~12:00,13:00~17:30`, punches on separate lines or run together (`08:0117:32`),
 * `8`, `7.5`, `√8`, or a mark.
 * @param text cleaned, not empty
 */
export function partOf(text: string): Part {
  if (text.length > LONGEST_PART) return { kind: "mark", text };
  const four = FOUR_DIGITS.exec(text);
  if (four) {
    const times = [`${four[1]}:${four[2]}`, `${four[3]}:${four[4]}`];
    return { kind: "times", times, isPairs: true };
  }
  if (FRACTION.test(text)) return { kind: "times", times: [text], isPairs: false };
  const number = text.replace(ATTENDED, "");
  const minutes = number.includes(":") ? null : parseHours(number);
  if (minutes !== null) return { kind: "hours", minutes, text: number };
  return timesOf(text) ?? markOf(text);
}

/** Times, with at most a word such as 迟到 beside them. A text of reasons that names times is a mark. */
function timesOf(text: string): Part | null {
  const times = text.match(TIME)?.map((time) => time.trim());
  if (!times) return null;
  const rest = text.split(TIME);
  const words = rest.filter((piece) => !BETWEEN.test(piece));
  if (words.length > 1) return null;
  const word = words[0]?.replace(/^[\s,;:、(]+|[\s,;:、)]+$/g, "");
  if (word !== undefined && !isWord(word)) return null;
  const isPairs = times.length % 2 === 0 && times.every((_, i) => i % 2 === 0 || FROM_TO.test(rest[i] ?? ""));
  return { kind: "times", times, isPairs, ...(word ? { status: word } : {}) };
}

const isWord = (word: string): boolean => {
  const mark = word.length <= 8 ? parseStatus(word) : null;
  return (
    mark !== null && (mark.status === "present" || mark.status === "late" || mark.status === "left-early")
  );
};

const SHIFTS: Record<string, string> = { 白: "白班", 中: "中班", 夜: "夜班", 晚: "晚班" };

/** `事4` is a leave of four hours, `病0.5` of half a day; 夜 is a day worked on the night shift. */
function markOf(text: string): Part {
  const shift = SHIFTS[text] ?? (/^[白早中夜晚]班$/.test(text) ? text : undefined);
  if (shift) return { kind: "mark", text, status: "出勤", shift };
  const leave = /^([事病年婚丧产调]假?|请假|调休)\s*(\d{1,2}(?:\.\d{1,2})?)\s*(h|小时)?$/i.exec(text);
  if (!leave) return { kind: "mark", text };
  const [, word = "", amount = "", hours] = leave;
  const unit = hours || Number(amount) > 1 ? "小时" : "天";
  return { kind: "mark", text, status: `${word.length === 1 ? `${word}假` : word}${amount}${unit}` };
}

/**
 * A day that one cell tells. A lone punch is given as the time of coming; several as the first and the last, and from–to
 * more than once with the hours between.
 */
export function wholeDay(part: Part): Cells {
  if (part.kind === "hours") return { hours: part.text };
  if (part.kind === "mark") {
    return { status: part.status ?? part.text, ...(part.shift ? { shift: part.shift } : {}) };
  }
  const [first = "", last] = [part.times[0], lastOf(part.times)];
  const hours = part.isPairs && part.times.length > 2 ? { hours: minutesText(spans([part])) } : {};
  return {
    in: first,
    ...(last === undefined ? {} : { out: last }),
    ...hours,
    ...(part.status ? { status: part.status } : {}),
  };
}

const HALF = MARKED_MINUTES / 2;

/** A day that is told in halves, 上午 and 下午 or 上班 and 下班; `null` for a half of which nothing is said. */
export function dayOfHalves(halves: readonly (Part | null)[]): Cells {
  const parts = halves.filter((part) => part !== null);
  const timed = parts.filter((part) => part.kind === "times");
  if (timed.length > 0) return timedHalves(timed);
  const marks = parts.filter((part) => part.kind === "mark");
  const unknown = marks.find(({ text, status }) => parseStatus(status ?? text) === null);
  if (unknown) return { status: unknown.text };
  const minutes = parts.map((part) => (part.kind === "hours" ? part.minutes : halfOf(part)));
  const worked = marks.filter((mark) => halfOf(mark) > 0);
  const shift = worked.find((mark) => mark.shift)?.shift;
  const status = wordOf(worked.length > 0 || parts.length > marks.length ? worked : marks);
  const total = minutes.reduce((sum, one) => sum + one, 0);
  const isWhole = marks.length === halves.length && (worked.length === 0 || total >= MARKED_MINUTES);
  return {
    ...(status ? { status } : {}),
    ...(shift ? { shift } : {}),
    ...(isWhole || (total === 0 && worked.length === 0 && marks.length === parts.length)
      ? {}
      : { hours: minutesText(total) }),
  };
}

function halfOf(part: Part): number {
  if (part.kind !== "mark") return 0;
  const mark = parseStatus(part.status ?? part.text);
  if (mark?.status === "leave" || mark?.status === "absent" || mark?.status === "rest") return 0;
  return Math.min(mark?.minutes ?? HALF, HALF);
}

/** Of several words the heavier one is what counts, so all are told. */
const wordOf = (marks: readonly Part[]): string | undefined => {
  const words = marks.flatMap((mark) => (mark.kind === "mark" ? [mark.status ?? mark.text] : []));
  return words.length > 0 ? [...new Set(words)].join("\n") : undefined;
};

type Times = Extract<Part, { kind: "times" }>;

function timedHalves(parts: readonly Times[]): Cells {
  const times = parts.flatMap((part) => part.times);
  const status = [...new Set(parts.flatMap((part) => part.status ?? []))].join("\n");
  const isWhole = parts.length > 1 && parts.every((part) => part.times.length > 1);
  const out = lastOf(times);
  return {
    in: times[0] ?? "",
    ...(out === undefined ? {} : { out }),
    ...(isWhole ? { hours: minutesText(spans(parts)) } : {}),
    ...(status ? { status } : {}),
  };
}

/** The last punch, unless all are the same. */
const lastOf = (times: readonly string[]): string | undefined => {
  const last = times.at(-1);
  return times.some((time) => time !== last) ? last : undefined;
};

const ANY_DAY = "2000-01-01";

/** Minutes from coming to going, of each pair; of single punches from the first to the last. */
function spans(parts: readonly Times[]): number {
  let sum = 0;
  for (const { times, isPairs } of parts) {
    const pairs = isPairs ? times.length : Math.min(times.length, 2);
    for (let i = 0; i < pairs; i += 2) {
      const from = parseTime(times[i] ?? "", ANY_DAY) ?? 0;
      const to = parseTime((isPairs ? times[i + 1] : times.at(-1)) ?? "", ANY_DAY) ?? 0;
      sum += to >= from ? to - from : to - from + 1440;
    }
  }
  return sum;
}

const minutesText = (minutes: number): string => `${minutes}分钟`;
