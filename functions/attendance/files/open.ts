import { FileRefused } from "../rules/file-refused.ts";
import type { Finding } from "../rules/index.ts";
import type { ByteSource } from "./bytes.ts";
import { openDelimited } from "./csv.ts";
import type { GridSheet } from "./grid.ts";
import { openHtml } from "./html.ts";
import { openCompound } from "./ole.ts";
import { sniff } from "./sniff.ts";
import { openXls } from "./xls.ts";
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
    xls: () => openContainer(source),
    "xls-stream": () => openXls(source),
    html: () => openHtml(source, encoding),
    xml: () => openXml2003(source, encoding),
    text: () => openDelimited(source, encoding, known),
  };
  return { sheets: await open[kind](), warnings };
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
