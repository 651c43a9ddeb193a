import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import { bytes, rawRows } from "./support.ts";

export type Grid = readonly (readonly (string | number)[])[];

export const csv = (rows: Grid): Uint8Array =>
  bytes(
    rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",")).join("\r\n"),
  );

/** Something for each day of June 2026, which begins on a Monday. */
export const june = (label: (day: number) => string | number = (day) => day) =>
  Array.from({ length: 30 }, (_, i) => label(i + 1));
export const weekdays = june((day) => "一二三四五六日".charAt((day - 1) % 7));
/** Rows in short: where, who, which day, and what else they say. */
export const told = (rows: readonly RawRow[]) =>
  rows.map(({ row, cells: { date, name, ...cells } }) => [row, name, date?.slice(5), cells]);
export const read = async (rows: Grid, period?: string) => told(await rawRows(csv(rows), "a.csv", period));
