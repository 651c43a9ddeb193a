import { FileRefused } from "../rules/file-refused.ts";
import type { ByteSource } from "./bytes.ts";
import { type GridRow, type GridSheet, MAX_COLUMNS, type MergedRange } from "./grid.ts";
import { type NumberKind, numberKind, numberText } from "./number-format.ts";
import { attribute, type XmlHandler, XmlScanner } from "./xml.ts";
import { inflate, readDirectory, type ZipEntry } from "./zip.ts";

/** Texts that cells share stay in memory while the sheets are read; more than this is refused. Bytes of XML. */
const SHARED_TEXT_LIMIT = 128e6;
const LONGEST_CELL = 32_767;

interface Workbook {
  source: ByteSource;
  parts: Map<string, ZipEntry>;
  texts: string[];
  styles: NumberKind[];
  since1904: boolean;
}

/**
 * Opens an .xlsx workbook. Rows are read and inflated as they are asked for, so memory depends on the shared texts
 * and not on the number of rows.
 * @throws FileRefused file-damaged | file-too-large | file-encrypted | file-not-what-it-says
 */
export async function openWorkbook(source: ByteSource): Promise<GridSheet[]> {
  const parts = await readDirectory(source);
  const workbook: Workbook = { source, parts, texts: [], styles: [], since1904: false };
  const main = (await related(workbook, "", "officeDocument"))[0]?.path ?? "xl/workbook.xml";
  if (!parts.has(main))
    throw new FileRefused("file-not-what-it-says", { found: "zip", expected: "xlsx, csv" });
  const links = await related(workbook, main);
  const pathOf = (kind: string) => links.find(({ type }) => type.endsWith(`/${kind}`))?.path;
  workbook.texts = await sharedTexts(workbook, pathOf("sharedStrings"));
  workbook.styles = await cellStyles(workbook, pathOf("styles"));
  const sheets: GridSheet[] = [];
  const seen = new Set<string>();
  await scan(workbook, main, {
    open(name, attributes) {
      if (name === "workbookPr")
        workbook.since1904 = /^(1|true)$/.test(attribute(attributes, "date1904") ?? "");
      if (name !== "sheet") return;
      const path = links.find(({ id }) => id === attribute(attributes, "id"))?.path;
      // A part that stands for many sheets would be read as often.
      if (!path || !parts.has(path) || seen.has(path)) return;
      seen.add(path);
      const hidden = (attribute(attributes, "state") ?? "visible") !== "visible";
      sheets.push({
        name: attribute(attributes, "name") ?? "",
        hidden,
        rows: () => rowsOf(workbook, path),
        merged: () => mergedIn(workbook, path),
      });
    },
  });
  if (sheets.length === 0)
    throw new FileRefused("file-not-what-it-says", { found: main, expected: "xlsx, csv" });
  return sheets;
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
  await scan(workbook, path, {
    open(name, attributes) {
      const type = attribute(attributes, "Type") ?? "";
      if (name !== "Relationship" || !type.endsWith(kind)) return;
      const target = attribute(attributes, "Target") ?? "";
      links.push({
        id: attribute(attributes, "Id") ?? "",
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

async function sharedTexts(workbook: Workbook, path: string | undefined): Promise<string[]> {
  const texts: string[] = [];
  const entry = path === undefined ? undefined : workbook.parts.get(path);
  if (!path || !entry) return texts;
  if (entry.inflated > SHARED_TEXT_LIMIT) {
    const found = `${path} ${Math.ceil(entry.inflated / 1e6)} MB`;
    throw new FileRefused("file-too-large", { found, expected: `${SHARED_TEXT_LIMIT / 1e6} MB` });
  }
  const reader = textReader();
  await scan(workbook, path, {
    open: reader.open,
    text: reader.text,
    close(name) {
      reader.close(name);
      if (name === "si") texts.push(reader.take());
    },
  });
  return texts;
}

/** Collects the text of `t` elements; what stands in `rPh` is the reading aid of a text, not the text. */
function textReader() {
  let text = "";
  let inText = false;
  let inAid = false;
  return {
    open(name: string) {
      if (name === "t") inText = !inAid;
      if (name === "rPh") inAid = true;
    },
    close(name: string) {
      if (name === "t") inText = false;
      if (name === "rPh") inAid = false;
    },
    text(piece: string) {
      if (inText && text.length < LONGEST_CELL) text += piece;
    },
    take() {
      const taken = unescapeCell(text.slice(0, LONGEST_CELL));
      text = "";
      return taken;
    },
  };
}

/** `_x000D_` is how a workbook writes a character that XML can't hold. */
const unescapeCell = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

async function cellStyles(workbook: Workbook, path: string | undefined): Promise<NumberKind[]> {
  const styles: NumberKind[] = [];
  const codes = new Map<number, string>();
  if (!path || !workbook.parts.has(path)) return styles;
  let inCells = false;
  await scan(workbook, path, {
    open(name, attributes) {
      const id = Number(attribute(attributes, "numFmtId") ?? 0);
      if (name === "numFmt") codes.set(id, attribute(attributes, "formatCode") ?? "");
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
  const reader = new RowReader(workbook);
  const scanner = new XmlScanner(reader);
  for await (const piece of decoded(workbook, path)) {
    scanner.write(piece);
    yield reader.take();
  }
  scanner.end();
}

/** `<mergeCell ref="A2:A9"/>` stands behind the rows. */
async function mergedIn(workbook: Workbook, path: string): Promise<MergedRange[]> {
  const ranges: MergedRange[] = [];
  await scan(workbook, path, {
    open(name, attributes) {
      const [from = "", to = from] = (name === "mergeCell" && attribute(attributes, "ref")?.split(":")) || [];
      const [left, right] = [columnOf(from), columnOf(to)];
      if (left === undefined || right === undefined) return;
      ranges.push({ top: rowOf(from), bottom: rowOf(to), left, right });
    },
  });
  return ranges;
}

const rowOf = (reference: string): number => Number(/\d+$/.exec(reference)?.[0] ?? 0);

/** Turns the elements of a sheet into rows. */
class RowReader implements XmlHandler {
  #rows: GridRow[] = [];
  #row: GridRow = { row: 0, values: [] };
  #column = -1;
  #cell = { type: "", style: 0, value: "", formula: "" };
  #inside: "v" | "f" | null = null;
  readonly #inline = textReader();
  readonly #workbook: Workbook;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  /** The rows that are complete since the last time. */
  take(): GridRow[] {
    const taken = this.#rows;
    this.#rows = [];
    return taken;
  }

  open(name: string, attributes: string): void {
    if (name === "row") {
      this.#row = {
        row: Number(attribute(attributes, "r") ?? this.#row.row + 1) || this.#row.row + 1,
        values: [],
      };
      this.#column = -1;
    } else if (name === "c") {
      this.#column = columnOf(attribute(attributes, "r")) ?? this.#column + 1;
      const style = Number(attribute(attributes, "s") ?? 0);
      this.#cell = { type: attribute(attributes, "t") ?? "n", style, value: "", formula: "" };
    } else if (name === "v" || name === "f") this.#inside = name;
    else this.#inline.open(name);
  }

  text(text: string): void {
    const cell = this.#cell;
    if (this.#inside === "v") cell.value = (cell.value + text).slice(0, LONGEST_CELL);
    else if (this.#inside === "f") cell.formula = (cell.formula + text).slice(0, 60);
    else this.#inline.text(text);
  }

  close(name: string): void {
    this.#inline.close(name);
    if (name === "v" || name === "f") this.#inside = null;
    else if (name === "c") this.#put(this.#cellText());
    else if (name === "row" && this.#row.values.length > 0) this.#rows.push(this.#row);
  }

  #put(text: string): void {
    const { values } = this.#row;
    if (text === "" || this.#column >= MAX_COLUMNS) return;
    while (values.length < this.#column) values.push("");
    values[this.#column] = text;
  }

  #cellText(): string {
    const { type, style, value, formula } = this.#cell;
    const inline = this.#inline.take();
    if (type === "s") return this.#workbook.texts[Number(value)] ?? "";
    if (type === "inlineStr") return inline;
    // A formula that was never calculated has no value; showing it says why the cell seems empty.
    if (value === "") return formula === "" ? "" : `=${formula}`;
    if (type === "b") return value === "1" ? "TRUE" : "FALSE";
    if (type === "n")
      return numberText(Number(value), this.#workbook.styles[style] ?? "number", this.#workbook.since1904);
    return unescapeCell(value);
  }
}

/** `AB12` → 27. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined;
  let column = 0;
  for (let i = 0; i < 3; i++) {
    const code = reference.charCodeAt(i) - 64;
    if (!(code >= 1 && code <= 26)) break;
    column = column * 26 + code;
  }
  return column > 0 ? column - 1 : undefined;
}

async function scan(workbook: Workbook, path: string, handler: Partial<XmlHandler>): Promise<void> {
  const nothing = () => {};
  const scanner = new XmlScanner({ open: nothing, close: nothing, text: nothing, ...handler });
  for await (const piece of decoded(workbook, path)) scanner.write(piece);
  scanner.end();
}

async function* decoded(workbook: Workbook, path: string): AsyncGenerator<string> {
  const entry = workbook.parts.get(path);
  if (!entry) throw new FileRefused("file-damaged", { found: path });
  const decoder = new TextDecoder();
  for await (const piece of inflate(workbook.source, entry)) yield decoder.decode(piece, { stream: true });
}
