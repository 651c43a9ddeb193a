import { FileRefused } from "../rules/file-refused.ts";
import type { ByteSource } from "./bytes.ts";
import { columnIndex, type GridRow, type GridSheet, type MergedRange, mustBeFewMerged } from "./grid.ts";
import { type NumberKind, numberKind } from "./number-format.ts";
import { SharedTexts, TextReader } from "./shared-texts.ts";
import { type CellContext, SheetScanner } from "./sheet-scanner.ts";
import { EMPTY, MORE, OPEN, readXml, XmlCursor, type XmlHandler } from "./xml.ts";
import { inflate, readDirectory, type ZipEntry } from "./zip.ts";

/** Texts that cells share stay in memory while the sheets are read; more than this is refused. Bytes of XML. */
const SHARED_TEXT_LIMIT = 128e6;
/** Lists of sheets, links and styles, of which every element is kept. Bytes of XML. */
const SMALL_PART_LIMIT = 16e6;
/** Ten columns of a full sheet hold hardly more different texts; empty ones would only take time. */
const MOST_SHARED_TEXTS = 8e6;

interface Workbook extends CellContext {
  source: ByteSource;
  parts: Map<string, ZipEntry>;
}

/**
 * Opens an .xlsx workbook. Rows are read and inflated as they are asked for, so memory depends on the shared texts
 * and not on the number of rows.
 * @throws FileRefused file-damaged | file-too-large | file-encrypted | file-not-what-it-says
 */
export async function openWorkbook(source: ByteSource): Promise<GridSheet[]> {
  const parts = await readDirectory(source);
  const workbook: Workbook = { source, parts, texts: new SharedTexts(0), styles: [], since1904: false };
  const main = (await related(workbook, "", "officeDocument"))[0]?.path ?? "xl/workbook.xml";
  if (!parts.has(main) || main.endsWith(".bin"))
    throw new FileRefused("file-not-what-it-says", { found: packageName(parts), expected: EXPECTED });
  const links = await related(workbook, main);
  const paths = new Map(links.map(({ id, path }) => [id, path]));
  const pathOf = (kind: string) => links.find(({ type }) => type.endsWith(`/${kind}`))?.path;
  workbook.texts = await sharedTexts(workbook, pathOf("sharedStrings"));
  workbook.styles = await cellStyles(workbook, pathOf("styles"));
  const sheets: GridSheet[] = [];
  const seen = new Set<string>();
  await readPart(workbook, main, {
    open(name, cursor) {
      if (name === "workbookPr") workbook.since1904 = /^(1|true)$/.test(cursor.attribute("date1904") ?? "");
      if (name !== "sheet") return;
      const path = paths.get(cursor.attribute("id") ?? "");
      // A part that stands for many sheets would be read as often.
      if (!path || !parts.has(path) || seen.has(path)) return;
      seen.add(path);
      const hidden = (cursor.attribute("state") ?? "visible") !== "visible";
      sheets.push({
        name: cursor.attribute("name") ?? "",
        hidden,
        rows: () => rowsOf(workbook, path),
        merged: once(() => mergedIn(workbook, path)),
      });
    },
  });
  if (sheets.length === 0)
    throw new FileRefused("file-not-what-it-says", { found: main, expected: EXPECTED });
  return sheets;
}

const EXPECTED = "xlsx, xls, csv";

/** Other formats that are zips too, by a part that only they have. */
const PACKAGES: readonly [part: RegExp, name: string][] = [
  [/^xl\/workbook\.bin$/, "Excel .xlsb"],
  [/^content\.xml$/, "OpenDocument (.ods / .odt)"],
  [/^Index\/Document\.iwa$|^Index\.zip$/, "Apple Numbers / Pages"],
  [/^word\//, "Word .docx"],
  [/^ppt\//, "PowerPoint .pptx"],
  [/\.(?:xlsx?|csv)$/i, "zip of several files"],
];

function packageName(parts: ReadonlyMap<string, ZipEntry>): string {
  const names = [...parts.keys()];
  return PACKAGES.find(([part]) => names.some((name) => part.test(name)))?.[1] ?? "zip";
}

interface Link {
  id: string;
  type: string;
  path: string;
}

/** The parts that a part refers to; `""` is the package itself. */
async function related(workbook: Workbook, part: string, kind = ""): Promise<Link[]> {
  const slash = part.lastIndexOf("/") + 1;
  const path = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
  const links: Link[] = [];
  if (!workbook.parts.has(path)) return links;
  await readPart(workbook, path, {
    open(name, cursor) {
      const type = cursor.attribute("Type") ?? "";
      if (name !== "Relationship" || !type.endsWith(kind)) return;
      const target = cursor.attribute("Target") ?? "";
      links.push({
        id: cursor.attribute("Id") ?? "",
        type,
        path: resolve(part.slice(0, slash), target),
      });
    },
  });
  return links;
}

function resolve(folder: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const steps: string[] = [];
  for (const step of `${folder}${target}`.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

async function sharedTexts(workbook: Workbook, path: string | undefined): Promise<SharedTexts> {
  const entry = path === undefined ? undefined : workbook.parts.get(path);
  if (!path || !entry) return new SharedTexts(0);
  mustBeWithin(SHARED_TEXT_LIMIT, entry, path);
  const texts = new SharedTexts(Math.ceil(entry.inflated / 2));
  const cursor = new XmlCursor();
  const reader = new TextReader();
  for await (const piece of partOf(workbook, path)) {
    cursor.feed(piece);
    for (;;) {
      const start = cursor.at;
      const token = cursor.next();
      if (token === MORE) break;
      if (!cursor.is("si")) continue;
      if (token === OPEN && !reader.read(cursor, "si")) {
        cursor.at = start;
        break;
      }
      if (token === OPEN) texts.add(reader.bytes());
      else if (token === EMPTY) texts.add(NOTHING);
      if (texts.count > MOST_SHARED_TEXTS) throw tooManyTexts(texts.count);
    }
  }
  cursor.finish();
  return texts;
}

const NOTHING = new Uint8Array();

const tooManyTexts = (count: number): FileRefused =>
  new FileRefused("file-too-large", { found: `${count} texts`, expected: `${MOST_SHARED_TEXTS} texts` });

async function cellStyles(workbook: Workbook, path: string | undefined): Promise<NumberKind[]> {
  const styles: NumberKind[] = [];
  const codes = new Map<number, string>();
  if (!path || !workbook.parts.has(path)) return styles;
  let inCells = false;
  await readPart(workbook, path, {
    open(name, cursor) {
      const id = Number(cursor.attribute("numFmtId") ?? 0);
      if (name === "numFmt") codes.set(id, cursor.attribute("formatCode") ?? "");
      if (name === "cellXfs") inCells = true;
      if (name === "xf" && inCells) styles.push(numberKind(id, codes.get(id)));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return styles;
}

async function* rowsOf(workbook: Workbook, path: string): AsyncGenerator<readonly GridRow[]> {
  const scanner = new SheetScanner(workbook);
  for await (const piece of partOf(workbook, path)) {
    const rows = scanner.write(piece);
    if (rows.length > 0) yield rows;
  }
  scanner.end();
}

const MERGED_CELL = "mergeCell";

/** `<mergeCell ref="A2:A9"/>` stands behind the rows, which are searched for it and not taken apart. */
async function mergedIn(workbook: Workbook, path: string): Promise<MergedRange[]> {
  const ranges: MergedRange[] = [];
  const cursor = new XmlCursor();
  let found = false;
  let before: Buffer = Buffer.alloc(0);
  for await (const piece of partOf(workbook, path)) {
    const bytes = found ? piece : Buffer.concat([before, piece]);
    const at = found ? 0 : bytes.indexOf(MERGED_CELL);
    before = bytes.subarray(Math.max(0, bytes.length - 2 * MERGED_CELL.length));
    if (at < 0) continue;
    cursor.feed(found ? bytes : bytes.subarray(Math.max(0, bytes.lastIndexOf("<", at))));
    found = true;
    for (let token = cursor.next(); token !== MORE; token = cursor.next())
      if ((token === OPEN || token === EMPTY) && cursor.is(MERGED_CELL))
        addRange(ranges, cursor.attribute("ref"));
  }
  return ranges;
}

function addRange(ranges: MergedRange[], reference: string | undefined): void {
  const [, left = "", top, right = left, bottom = top] =
    /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/.exec(reference ?? "") ?? [];
  if (top === undefined) return;
  ranges.push({
    top: Number(top),
    bottom: Number(bottom),
    left: columnIndex(left),
    right: columnIndex(right),
  });
  mustBeFewMerged(ranges.length);
}

/** Does the work when it is first asked for, and once. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

async function readPart(workbook: Workbook, path: string, handler: XmlHandler): Promise<void> {
  mustBeWithin(SMALL_PART_LIMIT, workbook.parts.get(path), path);
  await readXml(partOf(workbook, path), handler);
}

/** @throws FileRefused file-too-large */
function mustBeWithin(limit: number, entry: ZipEntry | undefined, path: string): void {
  if (!entry || entry.inflated <= limit) return;
  const found = `${path.slice(0, 60)} ${Math.ceil(entry.inflated / 1e6)} MB`;
  throw new FileRefused("file-too-large", { found, expected: `${limit / 1e6} MB` });
}

/** A part's XML in UTF-8. The standard allows UTF-16 too, told by its byte order mark. */
async function* partOf(workbook: Workbook, path: string): AsyncGenerator<Buffer> {
  const entry = workbook.parts.get(path);
  if (!entry) throw new FileRefused("file-damaged", { found: path });
  let decoder: InstanceType<typeof TextDecoder> | null | undefined;
  for await (const piece of inflate(workbook.source, entry)) {
    if (decoder === undefined) decoder = decoderOf(piece);
    yield decoder ? Buffer.from(decoder.decode(piece, { stream: true })) : piece;
  }
}

function decoderOf([first, second]: Uint8Array): InstanceType<typeof TextDecoder> | null {
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le");
  return first === 0xfe && second === 0xff ? new TextDecoder("utf-16be") : null;
}
