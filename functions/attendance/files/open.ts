import { FileRefused } from "../rules/file-refused.ts";
import type { Finding } from "../rules/index.ts";
import type { ByteSource } from "./bytes.ts";
import { openDelimited } from "./csv.ts";
import { type GridSheet, mustBeFewSheets } from "./grid.ts";
import { openHtml } from "./html.ts";
import { openCompound } from "./ole.ts";
import { sniff } from "./sniff.ts";
import { damageOf, openXls } from "./xls.ts";
import { openWorkbook } from "./xlsx.ts";
import { openXml2003 } from "./xml-2003.ts";
import { ZIP_LIMITS } from "./zip.ts";

/**
 * Opens whatever holds tables: .xlsx, .xls of Excel 5 to 2003, web pages and XML under the name .xls, delimited text.
 * @param filename only compared with the content
 * @param known how many headings that mean something are among some cells; tells the delimiter of a text
 * @throws FileRefused with one of the codes of the layer "file"
 */
export async function openFile(
  source: ByteSource,
  filename: string,
  known: (cells: readonly string[]) => number,
): Promise<{ sheets: GridSheet[]; warnings: Finding[] }> {
  assertSize(source.size);
  const { kind, encoding, warnings } = await sniff(source, filename);
  const open = {
    xlsx: () => openWorkbook(source),
    xls: () => openContainer(source).catch(damageOf),
    "xls-stream": () => openXls(source),
    html: () => openHtml(source, encoding),
    xml: () => openXml2003(source, encoding),
    text: () => openDelimited(source, encoding, known),
  };
  return { sheets: withinLimits(await open[kind]()), warnings };
}

/** Spreadsheet programs allow 31 characters. */
const LONGEST_NAME = 100;

/** @throws FileRefused file-too-large */
function withinLimits(sheets: readonly GridSheet[]): GridSheet[] {
  mustBeFewSheets(sheets.length);
  return sheets.map((sheet) => ({ ...sheet, name: sheet.name.slice(0, LONGEST_NAME) }));
}

/** @throws FileRefused file-too-large */
function assertSize(size: number): void {
  if (size <= ZIP_LIMITS.compressed) return;
  const [found, expected] = [size, ZIP_LIMITS.compressed].map((bytes) => `${Math.ceil(bytes / 1e6)} MB`);
  throw new FileRefused("file-too-large", { found, expected });
}

/** What else is kept in containers of the old Office formats, by the names of its streams. */
const OTHERS: readonly [stream: string, name: string][] = [
  ["WordDocument", "Word / WPS .doc"],
  ["PowerPoint Document", "PowerPoint .ppt"],
];

async function openContainer(source: ByteSource): Promise<GridSheet[]> {
  const container = await openCompound(source);
  if (container.names.includes("EncryptedPackage")) throw new FileRefused("file-encrypted", {});
  const stream = (await container.open("Workbook")) ?? (await container.open("Book"));
  if (stream) return openXls(stream);
  const found = OTHERS.find(([name]) => container.names.includes(name))?.[1] ?? "OLE";
  throw new FileRefused("file-not-what-it-says", { found, expected: "xlsx, xls, csv" });
}
