type Rows = readonly (readonly (string | number)[])[];

/** A CSV that Excel opens as UTF-8, and in which no cell can be taken for a formula. */
export const csv = (rows: Rows): string => `\uFEFF${csvText(rows)}`;

/** The same without a mark of its encoding, for whoever writes it in another one. */
export const csvText = (rows: Rows): string =>
  `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
