type Row = readonly (string | number)[];

/** A CSV that Excel opens as UTF-8, and in which no cell can be taken for a formula. */
export const csv = (rows: readonly Row[]): string => BYTE_ORDER_MARK + csvText(rows);

/** The same without a mark of its encoding, for whoever writes it in another one. */
export const csvText = (rows: readonly Row[]): string => rows.map(lineOf).join("");

/** The same, some rows at a time. */
export async function* csvPieces(rows: AsyncIterable<readonly Row[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(BYTE_ORDER_MARK);
  for await (const some of rows) yield Buffer.from(some.map(lineOf).join(""));
}

const BYTE_ORDER_MARK = "\uFEFF";

const lineOf = (row: Row): string => `${row.map(cell).join(",")}\r\n`;

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
