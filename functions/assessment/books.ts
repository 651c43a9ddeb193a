import { type Fen, roundHalfUp } from "../../shared/values/money.ts";
import { firstDay, type LocalDate, lastDay, type Period } from "../../shared/values/period.ts";
import type { Actual, Source } from "./indicator.ts";
import { fromTold, TOLD_CODES, type ToldFact } from "./told.ts";

/** An enterprise as far as indicators look at it. */
export interface Enterprise {
  uscc: string;
  districtCode: string;
  /** Its listings as cultivated 培育 or certified 认定; revoked ones held until their last day. */
  listings: { id: string; validFrom: LocalDate; validTo: LocalDate }[];
  /** The days of each of its placements. */
  placed: { start: LocalDate; end: LocalDate }[];
  accidents: { accidentNo: string; date: LocalDate; severity: string }[];
}

/** A finished close: what it booked. */
export interface Close {
  period: Period;
  lines: CloseLine[];
}

export interface CloseLine {
  uscc: string;
  placementId: string;
  scheme: string;
  earnedPeriod: Period;
  amountFen: Fen;
}

/** Everything of one year that indicators are counted from. Closes stand in the order of their months. */
export interface Books {
  enterprises: readonly Enterprise[];
  closes: readonly Close[];
  told: readonly ToldFact[];
}

type Count = (books: Books, period: Period) => Actual | null;

/**
 * Enterprises listed for the first time in the year and still listed at the month's end, each counted once: one that
 * moves from cultivated to certified, or is listed anew after earlier years, isn't new.
 */
const newListedEnterprises: Count = ({ enterprises }, period) => {
  const day = lastDay(period);
  const sources = enterprises.flatMap(({ listings }): Source[] => {
    const begun = listings.filter(({ validFrom }) => validFrom <= day);
    const valid = begun.find(({ validTo }) => validTo >= day);
    const isNew = begun.every(({ validFrom }) => yearOf(validFrom) === yearOf(period));
    return valid && isNew ? [{ kind: "certification", id: valid.id, value: 1 }] : [];
  });
  return { value: sources.length, sources: sources.toSorted(byId) };
};

/**
 * Student-months of internship earned in the year that the closes up to the month have booked and still hold worth
 * money; one that a later close takes back no longer counts. Each close is a source with what it added or took.
 */
const internPersonMonths: Count = ({ enterprises, closes }, period) => {
  const here = new Set(enterprises.map(({ uscc }) => uscc));
  const worth = new Map<string, Fen>();
  const sources = closes
    .filter((close) => close.period <= period)
    .map((close): Source => {
      const lines = close.lines.filter((line) => here.has(line.uscc) && counts(line, period));
      return { kind: "settlement", id: close.period, value: added(worth, lines) };
    });
  return { value: total(sources), sources };
};

const counts = ({ scheme, earnedPeriod }: CloseLine, period: Period): boolean =>
  scheme === "internship" && yearOf(earnedPeriod) === yearOf(period);

function added(worth: Map<string, Fen>, lines: readonly CloseLine[]): number {
  let change = 0;
  for (const { placementId, earnedPeriod, amountFen } of lines) {
    const key = `${placementId}#${earnedPeriod}`;
    const before = worth.get(key) ?? 0;
    worth.set(key, before + amountFen);
    change += Number(before + amountFen > 0) - Number(before > 0);
  }
  return change;
}

/**
 * Percent of the enterprises with somebody placed in the month that have lines of that month in the month's own
 * close, rounded half up to the hundredth. Whoever hands in too late for the close isn't on time. With nobody
 * placed, nothing was due: 100. While the close isn't finished there is no figure.
 */
const settledOnTime: Count = ({ enterprises, closes }, period) => {
  const close = closes.find((one) => one.period === period);
  if (!close) return null;
  const own = close.lines.filter(({ earnedPeriod }) => earnedPeriod === period);
  const settled = new Set(own.map(({ uscc }) => uscc));
  const due = enterprises.filter(({ placed }) =>
    placed.some(({ start, end }) => start <= lastDay(period) && end >= firstDay(period)),
  );
  const onTime = due.filter(({ uscc }) => settled.has(uscc)).length;
  return {
    value: due.length === 0 ? 100 : roundHalfUp(onTime * 10_000, due.length) / 100,
    sources: [
      { kind: "settlement", id: period, value: onTime },
      { kind: "placements", id: period, value: due.length },
    ],
  };
};

/** 较大、重大、特别重大: which accidents veto is the city's to confirm (待确认). */
const VETOING = new Set(["larger", "major", "extraordinary"]);

/** Accidents of the year so far that veto their district, and the whole city's units too. */
const safetyAccidents: Count = ({ enterprises }, period) => {
  const sources = enterprises.flatMap(({ accidents }) =>
    accidents
      .filter(({ severity }) => VETOING.has(severity))
      .filter(({ date }) => yearOf(date) === yearOf(period) && date <= lastDay(period))
      .map(({ accidentNo }): Source => ({ kind: "accident", id: accidentNo, value: 1 })),
  );
  return { value: sources.length, sources: sources.toSorted(byId) };
};

/** An indicator that is a veto, and counted all the same. */
export const SAFETY_ACCIDENTS = "safety-accidents";

const COUNTS: Record<string, Count> = {
  [SAFETY_ACCIDENTS]: safetyAccidents,
  "new-listed-enterprises": newListedEnterprises,
  "intern-person-months": internPersonMonths,
  "settled-on-time": settledOnTime,
};

/** Indicators that are counted from the books; all others are reported. */
export const BOOK_CODES: ReadonlySet<string> = new Set([...Object.keys(COUNTS), ...TOLD_CODES]);
const TOLD: ReadonlySet<string> = new Set(TOLD_CODES);

/**
 * An indicator's total since January from the books: of a district's or zone's own enterprises, of all of the
 * city's for any other unit, and of what partners told of the unit itself. `null` when the books have no figure yet.
 * @param district whose enterprises count; `null` for the whole city
 */
export function fromBooks(
  code: string,
  { unitId, district }: { unitId: string; district: string | null },
  period: Period,
  books: Books,
): Actual | null {
  if (TOLD.has(code)) return fromTold(code, unitId, period, books.told);
  const enterprises =
    district === null ? books.enterprises : books.enterprises.filter((one) => one.districtCode === district);
  return COUNTS[code]?.({ ...books, enterprises }, period) ?? null;
}

const yearOf = (date: string): string => date.slice(0, 4);
const total = (sources: readonly Source[]): number =>
  sources.reduce((all, { value }) => all + (value ?? 0), 0);
const byId = (a: Source, b: Source): number => (a.id < b.id ? -1 : Number(a.id > b.id));
