import type { LocalDate, Period } from "../../../shared/values/period.ts";
import type { RawRow } from "../readers/shape.ts";
import { Report } from "../report/report.ts";
import type { Finding } from "../rules/index.ts";
import { Sheets } from "../sheet.ts";
import type { Roster } from "./match.ts";
import { DEFAULT_WARNING_LIMITS, judgeDay, readDay, type WarningLimits } from "./rows.ts";

export interface Interpretation {
  /** Student-months of which at least one row was accepted. */
  sheets: Sheets;
  report: Report;
  /** Student-days; total = accepted + rejected. */
  rows: { total: number; accepted: number; rejected: number };
}

export interface InterpretOptions {
  /** The month that the file is about. */
  period: Period;
  /** The city's day; attendance on a later one is refused. */
  today: LocalDate;
  /** Findings about the file as a whole, put first in the report. */
  warnings?: readonly Finding[];
  limits?: WarningLimits;
  /** Counts that whoever gives the rows wants to watch. */
  counts?: { total: number; accepted: number; rejected: number };
}

/**
 * Turns the rows of a file into student-months and a report. Row by row: what it keeps is the sheets, packed, and the
 * report's lines, limited, so memory doesn't grow with the file.
 * @throws FileRefused when the file breaks off while it is read; nothing of it then counts
 */
export async function interpret(
  rows: AsyncIterable<readonly RawRow[]> | Iterable<readonly RawRow[]>,
  roster: Roster,
  {
    period,
    today,
    warnings = [],
    limits = DEFAULT_WARNING_LIMITS,
    counts = { total: 0, accepted: 0, rejected: 0 },
  }: InterpretOptions,
): Promise<Interpretation> {
  const sheets = new Sheets(period);
  const report = new Report();
  for (const warning of warnings) report.addFile(warning);
  for await (const some of rows) {
    for (const row of some) {
      counts.total += 1;
      const findings = judge(row, roster, sheets, period, today, limits);
      const accepted = report.add(row, findings);
      counts[accepted ? "accepted" : "rejected"] += 1;
    }
  }
  return { sheets, report, rows: counts };
}

/** All findings about a row; without one that rejects, its day stands in the sheets now. */
function judge(
  row: RawRow,
  roster: Roster,
  sheets: Sheets,
  period: Period,
  today: LocalDate,
  limits: WarningLimits,
): Finding[] {
  const read = readDay(row.cells, period);
  const match = roster.find(row.cells, "day" in read ? read.day.date : undefined);
  if ("problem" in match) return [match.problem];
  sheets.name(match.entry);
  if ("problem" in read) return [read.problem];
  const judged = judgeDay(read.day, match.entry, today, limits);
  if (judged.some(({ code }) => code === "outside-placement" || code === "future-day")) return judged;
  const earlier = sheets.add(match.entry, match.by, read.day, row.row);
  if (earlier !== undefined) {
    return [{ code: "duplicate-day", field: "date", found: read.day.date, other: String(earlier) }];
  }
  return [...match.warnings, ...read.warnings, ...judged];
}
