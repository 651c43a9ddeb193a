import { dayClass, UnknownYear } from "../../../shared/values/calendar.ts";
import type { LocalDate } from "../../../shared/values/period.ts";
import type { Finding } from "../rules/index.ts";
import { clockTime, type FiledDays, nightHours, type Standards } from "../rules/standards.ts";
import { type DayRecord, isWorked, workedMinutes } from "../sheet.ts";
import type { RosterEntry } from "./match.ts";

/** What a day is judged by beyond its record. */
export interface Evidence {
  came?: number | undefined;
  went?: number | undefined;
  shift?: string | undefined;
  /** As the file has it: a cell of a matrix may say 夜班 where others say √. */
  status?: string | undefined;
  overtime?: Finding | null;
}

const NOTHING: readonly Finding[] = [];

/** Holds days against their placement, the calendar and the rules on internships, of which apprentices have none. */
export class Judge {
  readonly #today: LocalDate;
  readonly #standards: Standards;
  /** By day of the month from 0. */
  readonly #holidays: readonly boolean[];
  readonly #filed: Record<FiledDays["kinds"][number], readonly boolean[]>;

  constructor(
    dates: readonly LocalDate[],
    today: LocalDate,
    standards: Standards,
    filings: readonly FiledDays[],
  ) {
    this.#today = today;
    this.#standards = standards;
    this.#holidays = dates.map(isStatutoryHoliday);
    const filed = (kind: FiledDays["kinds"][number]) =>
      dates.map((date) =>
        filings.some(({ kinds, from, to }) => kinds.includes(kind) && from <= date && date <= to),
      );
    this.#filed = {
      "night-shift": filed("night-shift"),
      "statutory-holiday": filed("statutory-holiday"),
      overtime: filed("overtime"),
    };
  }

  /** Why a day can't be the placement's, or null. Leave and rest may be told ahead. */
  refusal(date: LocalDate, isPresence: boolean, entry: RosterEntry): Finding | null {
    const { start, end } = entry;
    if (date < start || date > end)
      return { code: "outside-placement", field: "date", found: date, expected: `${start} – ${end}` };
    if (isPresence && date > this.#today)
      return { code: "future-day", field: "date", found: date, expected: this.#today };
    return null;
  }

  /** The warnings and violations of an accepted day. */
  findings(day: DayRecord, entry: RosterEntry, evidence: Evidence): readonly Finding[] {
    if (!isWorked(day) || entry.scheme === "apprenticeship") return NOTHING;
    const index = Number(day.date.slice(8)) - 1;
    const found: Finding[] = [];
    const add = (finding: Finding | null) => finding && found.push(finding);
    add(this.#long(day));
    if (this.#holidays[index] && !this.#filed["statutory-holiday"][index])
      add(onDate("statutory-holiday", day));
    if (!this.#filed["night-shift"][index]) add(this.#night(evidence));
    if (evidence.overtime && !this.#filed.overtime[index]) add(evidence.overtime);
    if (entry.grade === 1) add(onDate("first-year-student", day));
    return found.length === 0 ? NOTHING : found;
  }

  #long(day: DayRecord): Finding | null {
    const { hoursPerDay } = this.#standards;
    const worked = workedMinutes(day, this.#standards);
    if (worked <= hoursPerDay * 60) return null;
    return {
      code: "exceeds-8-hours",
      field: "hours",
      found: hoursText(worked),
      expected: String(hoursPerDay),
    };
  }

  /** By the times where both are known, else by the hours that the shift names, else by what it is called. */
  #night({ came, went, shift, status }: Evidence): Finding | null {
    if (came !== undefined && went !== undefined) {
      if (!this.#isNight(came, went)) return null;
      return this.#nightShift("in", `${clockTime(came)}–${clockTime(went)}`);
    }
    if (shift === undefined)
      return status !== undefined && NIGHT_MARKS.test(status) ? this.#nightShift("status", status) : null;
    const planned = plannedHours(shift);
    const isNight = planned ? this.#isNight(planned.came, planned.went) : NIGHT_NAMES.test(shift);
    return isNight ? this.#nightShift("shift", shift) : null;
  }

  #nightShift(field: "in" | "shift" | "status", found: string): Finding {
    return { code: "night-shift", field, found, expected: nightHours(this.#standards) };
  }

  #isNight(came: number, went: number): boolean {
    const { from, to, toleranceMinutes } = this.#standards.night;
    const length = (to - from + DAY) % DAY;
    let minutes = 0;
    for (const start of [from - DAY, from, from + DAY])
      minutes += Math.max(0, Math.min(went, start + length) - Math.max(came, start));
    return minutes > toleranceMinutes;
  }
}

const DAY = 1440;
const NIGHT_MARKS = /^夜$|夜班/;
const NIGHT_NAMES = /夜班|大夜|小夜|通宵|夜勤/;

/** `夜班 20:00-次日08:00` names its hours. */
function plannedHours(shift: string): { came: number; went: number } | null {
  const match = /(\d{1,2}):(\d{2})\s*[-–—~至到]+\s*(?:次日)?(\d{1,2}):(\d{2})/.exec(shift.slice(0, 60));
  if (!match) return null;
  const [came, went] = [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])];
  return { came, went: went > came ? went : went + DAY };
}

const onDate = (code: "statutory-holiday" | "first-year-student", { date }: DayRecord): Finding => ({
  code,
  field: "date",
  found: date,
});

/** `481` → `8.02`. */
export const hoursText = (minutes: number): string => String(Math.round(minutes / 0.6) / 100);

/** A year whose notice isn't loaded can't be judged; the calendar's absence is reported where money depends on it. */
function isStatutoryHoliday(date: LocalDate): boolean {
  try {
    return dayClass(date) === "statutory-holiday";
  } catch (error) {
    if (error instanceof UnknownYear) return false;
    throw error;
  }
}
