import { parseTime } from "../files/text.ts";

/** 出勤 迟到 早退 请假 缺勤 休息. */
export type Status = "present" | "late" | "left-early" | "leave" | "absent" | "rest";

/** What a word in a sheet says about a day. Minutes only where the word itself tells them. */
export interface Mark {
  status: Status;
  /** Coming and going, in minutes after midnight of the day, where both stand in the word: `出勤(08:30,18:30)`. */
  times?: { came: number; went: number };
  /** Minutes that the word tells or leaves over: `加班3小时`, or what a leave of half a day leaves of eight hours. */
  minutes?: number;
  /** One of the two punches is missing (上班缺卡), so nobody knows how long the day was. */
  missingPunch?: boolean;
  /** There was a punch on a day of rest (休息并打卡), without hours. */
  restPunch?: boolean;
  /** The word calls it overtime: `加班`, `休息加班3小时`. */
  overtime?: boolean;
  /** An administrator has changed the record: `管理员改为正常`. */
  edited?: boolean;
}

/** A day that is only marked counts as this many minutes; leave is counted in days of as many. */
export const MARKED_MINUTES = 480;

const WORDS: readonly [RegExp, Status][] = [
  [
    /^(?:出勤|正常(?:出勤|打卡)?|上班|在岗|到岗|全勤|外勤|外出|出差|公出|补卡(?:通过|申请|审批通过)?|[白早中夜晚]班|√|✓|✔|☑|✅|v|[出勤到班正全外差白中夜晚])$/i,
    "present",
  ],
  [/^迟到?旷工/, "absent"],
  [/^(?:(?:严重)?(?:上班)?迟到|迟$)/, "late"],
  [/^(?:(?:下班)?早退|早$)/, "left-early"],
  [
    /^(?:请假|休假|事假|病假|年假|年休假|调休|丧假|婚假|产假|陪产假|产检假|哺乳假|育儿假|护理假|公假|探亲假|例假|[事病年婚丧产调假]$)/,
    "leave",
  ],
  [/^(?:缺勤|旷工|旷课|未打卡|未到|[×✗✕✘❌旷缺]|x$)/i, "absent"],
  [/^(?:休息(?:日)?|[休节]|公休|周末|双休|节假日|法定(?:节)?假日|放假|未排班|轮休)$/, "rest"],
  [/^(?:外勤|外出|出差)/, "present"],
];

/** Several words with times and reasons fit; a longer text is no status. */
const LONGEST_STATUS = 300;

/** The heavier word wins when a cell holds several: a late arrival in the field is late. */
const WEIGHT: Record<Status, number> = { absent: 5, leave: 4, late: 3, "left-early": 2, present: 1, rest: 0 };

export const heavier = (a: Status, b: Status): Status => (WEIGHT[b] > WEIGHT[a] ? b : a);

/**
 * Reads a status word of the template or of a clock, also several in one cell: `迟到15分钟\n外勤`,
 * `A班次:正常`, `事假06-03 08:30到06-03 17:00 1天`, `上班缺卡\n下班缺卡`.
 * @returns null when a word is unknown
 */
export function parseStatus(text: string): Mark | null {
  if (text.length > LONGEST_STATUS) return null;
  const edited = EDITED.test(text);
  const words = text
    .split(/[\n;；]+|,(?![^(]*\))/)
    .map((word) => word.trim().replace(/^[^:：\d]{1,12}[:：]\s*(?=\D)/, ""))
    .map((word) => (edited ? word.replace(EDITED, "") : word))
    .filter((word) => word !== "");
  if (words.length === 0) return null;
  const missing = words.filter((word) => /^(?:上班|下班)?\d?缺卡/.test(word));
  if (missing.length >= 2 && missing.length === words.length) return { status: "absent" };
  const marks: Mark[] = [];
  for (const word of words) {
    if (missing.includes(word)) continue;
    const mark = markOf(word);
    if (mark === null) return null;
    marks.push(mark);
  }
  return { ...together(marks, missing.length > 0), ...(edited ? { edited } : {}) };
}

/** What an administrator's change leaves in a cell: `管理员改为正常`, `正常(管理员修改)`. */
const EDITED = /管理员(?:手动)?(?:修改|改|更改)为?[:：]?|\(管理员[^)]{0,20}\)/;

/** Half a day of leave shortens the day, whatever else the cell says; hours of overtime tell it only by themselves. */
function together(marks: readonly Mark[], missingPunch: boolean): Mark {
  const status = marks.map((mark) => mark.status).reduce(heavier, marks.length === 0 ? "present" : "rest");
  const overtime = marks.some((mark) => mark.overtime);
  const away = status === "leave" || status === "absent";
  const partial = marks.find((mark) => mark.minutes !== undefined && !mark.overtime);
  const alone = marks.every((mark) => mark.overtime || mark.status === "rest") ? marks : [];
  const minutes = partial?.minutes ?? alone.find((mark) => mark.minutes !== undefined)?.minutes;
  const times = marks.find((mark) => mark.times)?.times;
  return {
    status,
    ...(missingPunch && !away ? { missingPunch } : {}),
    ...(times ? { times } : {}),
    ...(minutes !== undefined && !away && !missingPunch ? { minutes } : {}),
    ...(status === "rest" && marks.some((mark) => mark.restPunch) ? { restPunch: true } : {}),
    ...(overtime ? { overtime } : {}),
  };
}

function markOf(word: string): Mark | null {
  const times = /^(.*)\((\d{1,2}:\d{2})\s*[,，-]\s*(\d{1,2}:\d{2})\)$/.exec(word);
  if (times) return timedMark(times[1] ?? "", times[2] ?? "", times[3] ?? "");
  if (/^休息(?:日)?并打卡/.test(word)) return { status: "rest", restPunch: true };
  if (/^(?:(?:休息(?:日)?|节假日)?加班|加$)/.test(word)) return overtimeMark(word);
  const status = WORDS.find(([pattern]) => pattern.test(word))?.[1];
  if (status === undefined) return null;
  return status === "leave" ? leaveMark(word) : { status };
}

function overtimeMark(word: string): Mark {
  const amount = /(\d{1,2}(?:\.\d{1,2})?)\s*(?:个)?小?时/.exec(word);
  const minutes = amount ? { minutes: Math.round(Number(amount[1]) * 60) } : {};
  return { status: "present", overtime: true, ...minutes };
}

function timedMark(word: string, from: string, to: string): Mark | null {
  const [came, went] = [parseTime(from, "2000-01-01"), parseTime(to, "2000-01-01")];
  const mark = markOf(word.trim());
  if (!mark || came === null || went === null) return null;
  return {
    status: mark.restPunch ? "present" : mark.status,
    times: { came, went: went >= came ? went : went + 1440 },
    ...(mark.overtime ? { overtime: true } : {}),
  };
}

/** Half a day of leave leaves the other half. */
function leaveMark(word: string): Mark {
  if (word.endsWith("半天")) return { status: "present", minutes: MARKED_MINUTES / 2 };
  const amount = /(\d{1,3}(?:\.\d{1,2})?)\s*(天|小时)\s*$/.exec(word);
  if (!amount) return { status: "leave" };
  const minutes = Math.round(Number(amount[1]) * (amount[2] === "天" ? MARKED_MINUTES : 60));
  if (minutes === 0 || minutes >= MARKED_MINUTES) return { status: "leave" };
  return { status: "present", minutes: MARKED_MINUTES - minutes };
}
