import { open, readFile } from "node:fs/promises";
import type { ByteSource } from "../../../functions/attendance/files/bytes.ts";

/** A row of a workbook's first sheet as texts, without empty cells at its end. */
export interface TextRow {
  row: number;
  values: string[];
}
type Rows = AsyncIterable<readonly TextRow[]>;
/** Loads what a reader needs, before any clock runs, and answers the reader. */
type Loading = () => Promise<(file: string) => Rows>;

const ronghe: Loading = async () => {
  const { openWorkbook } = await import("../../../functions/attendance/files/xlsx.ts");
  return async function* (file) {
    const [sheet] = await openWorkbook(await fileSource(file));
    if (sheet) yield* sheet.rows();
  };
};

const exceljs: Loading = async () => {
  const { default: ExcelJS } = await import("exceljs");
  const options = {
    sharedStrings: "cache",
    styles: "cache",
    hyperlinks: "ignore",
    worksheets: "emit",
  } as const;
  return async function* (file) {
    for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(file, options)) {
      for await (const { number, values } of sheet)
        yield [{ row: number, values: (values as unknown[]).slice(1).map(textOf) }];
    }
  };
};

/** Its streaming reader breaks characters that lie across two pieces of the file; this one reads the file whole. */
const exceljsWhole: Loading = async () => {
  const { default: ExcelJS } = await import("exceljs");
  return async function* (file) {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(file);
    const sheet = workbook.worksheets[0];
    for (let row = 1; row <= (sheet?.rowCount ?? 0); row++)
      yield [{ row, values: ((sheet?.getRow(row).values ?? []) as unknown[]).slice(1).map(textOf) }];
  };
};

const hucre: Loading = async () => {
  const { streamXlsxRows } = await import("hucre/xlsx");
  return async function* (file) {
    for await (const { index, values } of streamXlsxRows(new Uint8Array(await readFile(file))))
      yield [{ row: index + 1, values: values.map(textOf) }];
  };
};

/** The floor: the bytes are read and inflated, and nothing is made of them. */
const floor: Loading = async () => {
  const { readDirectory, inflate } = await import("../../../functions/attendance/files/zip.ts");
  return async function* (file): Rows {
    const source = await fileSource(file);
    for (const entry of (await readDirectory(source)).values()) {
      for await (const _piece of inflate(source, entry)) yield [];
    }
  };
};

export const readers = { ronghe, exceljs, exceljsWhole, hucre, floor } satisfies Record<string, Loading>;
export type ReaderName = keyof typeof readers;

/** A cell's value as the city's own reader has it: a date as 2026-03-02, a number as it is shown. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

/** A file on disk, read by ranges as the product reads its bucket. */
async function fileSource(file: string): Promise<ByteSource> {
  const handle = await open(file);
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(end - start);
    await handle.read(bytes, 0, bytes.length, start);
    return bytes;
  };
  return {
    size: (await handle.stat()).size,
    read,
    async *stream(start, end) {
      for (let at = start; at < end; at += 65_536) yield await read(at, Math.min(end, at + 65_536));
    },
  };
}
