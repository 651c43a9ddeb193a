import type { Book } from "../grid.ts";
import type { Day, Month, Told } from "../month.ts";

/** How one kind of file is written, and what of a month it can say. */
export interface Shape {
  name: string;
  zh: string;
  /** As the tool, or the clerk, names it. */
  filename: string;
  /** How the tool writes it. */
  native: "xlsx" | "xls";
  write(month: Month): Book;
  /** What of a day the file tells; null for a day that doesn't stand in it. */
  tells(day: Day): Told | null;
  /** Whether the shape can say this day at all, without the day becoming another. */
  expresses(day: Day): boolean;
  /** A row a punch, so that a day has several rows and the same one twice is one. */
  punches?: true;
  /** Nothing but times: no word says how a day was. */
  timesOnly?: true;
  /** A mark in each cell, and no times. */
  marks?: true;
  /** The heading over names, and its place in the heading rows (0-based row of the heading). */
  nameHeading?: { text: string; row: number };
}
