import { maskNumbers } from "../../../shared/values/mask.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { ByteSource } from "../files/bytes.ts";
import type { GridRow, GridSheet } from "../files/grid.ts";
import { openFile } from "../files/open.ts";
import { plain } from "../files/text.ts";
import { headOf } from "../readers/head.ts";
import type { Field } from "../readers/headers.ts";
import { type Column, columnAt, isAside } from "../readers/shape.ts";
import { FileRefused } from "../rules/file-refused.ts";
import type { Finding } from "../rules/index.ts";
import { ROSTER_HEADINGS, type RosterField, rosterColumnsOf, rosterFieldOf } from "./headings.ts";

/** A row of a roster as the file has it: cells cleaned, but not judged. An empty cell is left out. */
export interface RosterRow {
  sheet: string;
  /** 1-based, as in the file. */
  row: number;
  cells: Partial<Record<RosterField, string>>;
  columns: Readonly<Record<RosterField, Column>>;
}

/** How to read the rows of a sheet that holds a roster. */
export interface RosterReading {
  headingRow: number;
  /** Columns (0-based) that tell who somebody is; whoever shows the sheet masks them. */
  personal: ReadonlyMap<number, Field>;
  read(row: GridRow, sheet: string): RosterRow[];
}

export interface RosterFile {
  warnings: Finding[];
  sheets: { sheet: GridSheet; reading: RosterReading }[];
}

const EXPECTED = Object.values(ROSTER_HEADINGS).join("、");

/**
 * Recognises a roster by its headings, in any order and on any sheet.
 * @throws FileRefused with one of the codes of the layer "file"
 */
export async function openRoster(
  source: ByteSource,
  { filename }: { filename: string; period: Period },
): Promise<RosterFile> {
  const { sheets, warnings } = await openFile(source, filename, (cells) => rosterColumnsOf(cells).size);
  const found: RosterFile = { warnings: [...warnings], sheets: [] };
  let headings: string[] = [];
  for (const sheet of sheets) {
    const head = await headOf(sheet);
    const reading = recognise(head);
    if (reading && sheet.hidden)
      found.warnings.push({ code: "hidden-sheet", found: maskNumbers(sheet.name) });
    else if (reading) found.sheets.push({ sheet, reading });
    else headings = nearer(headings, head);
  }
  if (found.sheets.length > 0) return found;
  const told = headings
    .map(plain)
    .filter((cell) => rosterFieldOf(cell))
    .join(", ");
  throw new FileRefused("header-not-recognised", { found: told, expected: EXPECTED });
}

/** It takes a column for the person and one for the placement; what else is missing, each row is told. */
function recognise(head: readonly GridRow[]): RosterReading | null {
  for (const row of head) {
    const columns = rosterColumnsOf(row.values);
    const tellsWho = columns.has("idNumber") && columns.has("name");
    const tellsWhere = columns.has("start") || columns.has("agreementNo");
    if (tellsWho && tellsWhere) return readingOf(row, columns);
  }
  return null;
}

const PERSONAL = ["idNumber", "name", "studentNo", "employeeNo"] as const satisfies readonly Field[];

function readingOf(heading: GridRow, columns: ReadonlyMap<RosterField, number>): RosterReading {
  const places = Object.fromEntries(
    (Object.keys(ROSTER_HEADINGS) as RosterField[]).map((field) => {
      const index = columns.get(field);
      const place: Column =
        index === undefined
          ? { letter: "", header: ROSTER_HEADINGS[field] }
          : columnAt(index, plain(heading.values[index] ?? ""));
      return [field, place];
    }),
  ) as Record<RosterField, Column>;
  const read = (row: GridRow, sheet: string): RosterRow[] => {
    const cells: RosterRow["cells"] = {};
    for (const [field, index] of columns) {
      const text = plain(row.values[index] ?? "");
      if (text !== "") cells[field] = text;
    }
    return isNobody(row.values, cells) ? [] : [{ sheet, row: row.row, cells, columns: places }];
  };
  const personal = PERSONAL.flatMap((field) => {
    const index = columns.get(field);
    return index === undefined ? [] : [[index, field] as const];
  });
  return { headingRow: heading.row, personal: new Map(personal), read };
}

/** Not somebody's row: an empty one, a sum, the headings once more, a line such as "填表人：" under the list. */
function isNobody(values: readonly string[], cells: RosterRow["cells"]): boolean {
  const given = Object.entries(cells) as [RosterField, string][];
  if (given.length === 0 || isAside(values)) return true;
  if (given.every(([field, text]) => rosterFieldOf(text) === field)) return true;
  const [only] = given.length === 1 ? given : [];
  return only !== undefined && /[:：]|^(?:注|备注|说明|填表)/.test(only[1]);
}

const countKnown = (cells: readonly string[]): number => rosterColumnsOf(cells).size;

function nearer(best: string[], head: readonly GridRow[]): string[] {
  const rows = [best, ...head.map(({ values }) => values)];
  return rows.reduce((nearest, row) => (countKnown(row) > countKnown(nearest) ? row : nearest));
}
