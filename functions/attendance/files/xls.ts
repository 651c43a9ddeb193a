import { FileRefused } from "../rules/file-refused.ts";
import { type BiffRecord, RECORD, recordsOf, sharedTextsIn, type TextForm, textAt } from "./biff.ts";
import type { ByteSource } from "./bytes.ts";
import { type GridRow, type GridSheet, type MergedRange, mustBeFewMerged, mustBeFewSheets } from "./grid.ts";
import { type NumberKind, numberKind } from "./number-format.ts";
import { SharedTexts } from "./shared-texts.ts";
import type { CellContext } from "./sheet-scanner.ts";
import { XlsRows } from "./xls-rows.ts";

/** What the beginning of a workbook says about its sheets. */
export interface OldWorkbook extends CellContext {
  form: TextForm;
}

interface SheetPlace {
  name: string;
  hidden: boolean;
  /** Where its records begin in the stream. */
  at: number;
}

/** Excel 97 to 2003; Excel 5 and 95; and what simple export scripts write in their manner, without a number. */
const VERSIONS = new Map([
  [0x600, true],
  [0x500, false],
  [0, false],
]);
const WORKSHEET = 0x10;

/**
 * Opens the stream of an old workbook (BIFF8 or BIFF5). Rows are read as they are asked for, so memory depends on the
 * shared texts and not on the number of rows.
 * @throws FileRefused file-is-old-xls | file-encrypted | file-damaged | file-not-what-it-says
 */
export async function openXls(stream: ByteSource): Promise<GridSheet[]> {
  const { workbook, places } = await globalsOf(stream).catch(damageOf);
  if (places.length === 0)
    throw new FileRefused("file-not-what-it-says", { found: "xls", expected: "xlsx, xls, csv" });
  return places.map(({ name, hidden, at }) => ({
    name,
    hidden,
    rows: () => rowsOf(stream, at, workbook),
    merged: () => mergedIn(stream, at).catch(damageOf),
  }));
}

/** What lies beyond the end of a record or a table that says less than it must. */
export function damageOf(cause: unknown): never {
  throw cause instanceof RangeError ? damaged() : cause;
}

const damaged = (): FileRefused => new FileRefused("file-damaged", { found: "BIFF" });

async function globalsOf(stream: ByteSource): Promise<{ workbook: OldWorkbook; places: SheetPlace[] }> {
  const globals = new Globals();
  reading: for await (const records of recordsOf(stream, 0)) {
    for (const record of records) if (globals.add(record)) break reading;
  }
  return globals.done();
}

/** How many bytes of each record are read by their place. */
const LEAST_BYTES: Partial<Record<number, number>> = {
  [RECORD.BOF]: 4,
  [RECORD.CODEPAGE]: 2,
  [RECORD.DATEMODE]: 1,
  [RECORD.XF]: 4,
  [RECORD.FORMAT]: 2,
  [RECORD.BOUNDSHEET]: 6,
};

/** Collects what stands before the sheets. */
class Globals {
  readonly #form: TextForm = { unicode: true, codePage: 0 };
  readonly #places: SheetPlace[] = [];
  readonly #texts: Buffer[] = [];
  readonly #formats = new Map<number, string>();
  readonly #styleFormats: number[] = [];
  #since1904 = false;
  #inTexts = false;
  #first = true;

  /** @returns whether that was the last of them */
  add({ type, data }: BiffRecord): boolean {
    if (data.length < (LEAST_BYTES[type] ?? 0)) throw damaged();
    if (this.#first) return this.#begin(type, data);
    if (type === RECORD.SST || (type === RECORD.CONTINUE && this.#inTexts))
      this.#texts.push(Buffer.from(data));
    this.#inTexts = type === RECORD.SST || (type === RECORD.CONTINUE && this.#inTexts);
    if (type === RECORD.FILEPASS) throw new FileRefused("file-encrypted", {});
    if (type === RECORD.CODEPAGE) this.#form.codePage = data.readUInt16LE(0);
    if (type === RECORD.DATEMODE) this.#since1904 = data[0] === 1;
    if (type === RECORD.XF) this.#styleFormats.push(data.readUInt16LE(2));
    if (type === RECORD.FORMAT)
      this.#formats.set(data.readUInt16LE(0), textAt(data, 2, this.#form.unicode ? 2 : 1, this.#form));
    // Charts and macro sheets are listed too.
    if (type === RECORD.BOUNDSHEET && data[5] === 0)
      this.#places.push({
        name: textAt(data, 6, 1, this.#form),
        hidden: ((data[4] as number) & 3) !== 0,
        at: data.readUInt32LE(0),
      });
    mustBeFewSheets(this.#places.length);
    return type === RECORD.EOF;
  }

  done(): { workbook: OldWorkbook; places: SheetPlace[] } {
    const styles: NumberKind[] = this.#styleFormats.map((id) => numberKind(id, this.#formats.get(id)));
    const texts = this.#texts.length > 0 ? sharedTextsIn(this.#texts) : new SharedTexts(0);
    return {
      workbook: { form: this.#form, texts, styles, since1904: this.#since1904 },
      places: this.#places,
    };
  }

  #begin(type: number, data: Buffer): boolean {
    const unicode = type === RECORD.BOF ? VERSIONS.get(data.readUInt16LE(0)) : undefined;
    if (unicode === undefined) throw new FileRefused("file-is-old-xls", {});
    this.#first = false;
    this.#form.unicode = unicode;
    // A stream that begins with a sheet is that sheet and nothing else.
    if (data.readUInt16LE(2) !== WORKSHEET) return false;
    this.#places.push({ name: "Sheet1", hidden: false, at: 0 });
    return true;
  }
}

/** Most programs write row after row. What others write has to be put in order first. */
async function* rowsOf(
  stream: ByteSource,
  at: number,
  workbook: OldWorkbook,
): AsyncGenerator<readonly GridRow[]> {
  const inOrder = await isInOrder(stream, at);
  const reader = new XlsRows(workbook, inOrder);
  try {
    for await (const records of sheetRecords(stream, at)) yield reader.read(records);
  } catch (cause) {
    damageOf(cause);
  }
  yield reader.end();
}

async function isInOrder(stream: ByteSource, at: number): Promise<boolean> {
  let last = 0;
  for await (const records of sheetRecords(stream, at)) {
    for (const { type, data } of records) {
      if (!XlsRows.isCell(type) || data.length < 2) continue;
      const row = data.readUInt16LE(0);
      if (row < last) return false;
      last = row;
    }
  }
  return true;
}

/** The records of one sheet; what is drawn into it, such as a chart, has a beginning and an end of its own. */
async function* sheetRecords(stream: ByteSource, at: number): AsyncGenerator<BiffRecord[]> {
  if (at >= stream.size) throw damaged();
  let depth = 0;
  for await (const records of recordsOf(stream, at)) {
    const own: BiffRecord[] = [];
    for (const record of records) {
      if (record.type === RECORD.BOF) depth += 1;
      else if (record.type === RECORD.EOF) depth -= 1;
      else if (depth === 1) own.push(record);
      if (depth === 0) break;
    }
    yield own;
    if (depth === 0) return;
  }
  throw damaged();
}

async function mergedIn(stream: ByteSource, at: number): Promise<MergedRange[]> {
  const ranges: MergedRange[] = [];
  for await (const records of sheetRecords(stream, at)) {
    for (const { type, data } of records) {
      if (type !== RECORD.MERGEDCELLS) continue;
      for (let i = 2; i + 8 <= data.length; i += 8)
        ranges.push({
          top: data.readUInt16LE(i) + 1,
          bottom: data.readUInt16LE(i + 2) + 1,
          left: data.readUInt16LE(i + 4),
          right: data.readUInt16LE(i + 6),
        });
      mustBeFewMerged(ranges.length);
    }
  }
  return ranges;
}
