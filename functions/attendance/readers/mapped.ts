import { plain } from "../files/text.ts";
import { bareHeading, type Field } from "./headers.ts";
import { isLong, longReading } from "./long.ts";
import { isPunchList, punchReading } from "./punches.ts";
import type { Shape } from "./shape.ts";

/** What the columns of an enterprise's own kind of file mean, as somebody there said once. */
export interface ColumnMap {
  /** Headings as the file has them. */
  columns: Readonly<Record<string, Field>>;
}

/** Sheets in which a row has all the headings of a map, compared without decoration. The first map that fits counts. */
export const mappedBy =
  (maps: readonly ColumnMap[]): Shape =>
  (head, about) => {
    for (const { columns } of maps) {
      const wanted = Object.entries(columns).map(
        ([heading, field]) => [bareHeading(heading), field] as const,
      );
      for (const row of wanted.length > 0 ? head : []) {
        const headings = row.values.map((value) => bareHeading(plain(value)));
        const found = new Map(wanted.map(([heading, field]) => [field, headings.indexOf(heading)]));
        if ([...found.values()].includes(-1)) continue;
        if (isPunchList(found)) return punchReading("mapped", row, found, about);
        if (isLong(found)) return longReading("mapped", row, found);
      }
    }
    return null;
  };
