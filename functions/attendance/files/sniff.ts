import { FileRefused } from "../rules/file-refused.ts";
import type { Finding } from "../rules/index.ts";
import type { ByteSource } from "./bytes.ts";
import { beginningOf, type Encoding, encodingOf, SAMPLE_BYTES } from "./encoding.ts";

export type FileKind = "xlsx" | "xls" | "xls-stream" | "html" | "xml" | "text";

/** What a file is, and in text how its characters are written. */
export interface Sniffed {
  kind: FileKind;
  encoding: Encoding;
  warnings: Finding[];
}

/** Signatures of files that people upload by mistake, and what to call them. */
const SIGNATURES: readonly [bytes: number[], name: string][] = [
  [[0x89, 0x50, 0x4e, 0x47], "PNG"],
  [[0xff, 0xd8, 0xff], "JPEG"],
  [[0x47, 0x49, 0x46, 0x38], "GIF"],
  [[0x25, 0x50, 0x44, 0x46], "PDF"],
  [[0x52, 0x61, 0x72, 0x21], "RAR"],
  [[0x37, 0x7a, 0xbc, 0xaf], "7z"],
  [[0x1f, 0x8b], "gzip"],
  [[0x4d, 0x5a, 0x90], "EXE"],
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const END_OF_ZIP = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const OLE2 = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** The first record of a workbook that stands by itself, without a container: Excel 5 and later, and 2 to 4. */
const BIFF5 = [0x09, 0x08];
const BIFF_OLD = [
  [0x09, 0x00, 0x04, 0x00],
  [0x09, 0x02, 0x06, 0x00],
  [0x09, 0x04, 0x06, 0x00],
];

/** The extensions under which each kind goes as a rule; others are warned of. */
const EXTENSIONS: Record<FileKind, RegExp> = {
  xlsx: /^xls[xm]$/,
  xls: /^(?:xls|et)$/,
  "xls-stream": /^xls$/,
  html: /^html?$/,
  xml: /^xml$/,
  text: /^(?:csv|txt|tsv)$/,
};
const NAMES: Record<FileKind, string> = {
  xlsx: "xlsx",
  xls: "xls",
  "xls-stream": "xls",
  html: "HTML",
  xml: "XML Spreadsheet 2003",
  text: "text",
};

/**
 * Tells by its bytes what a file is. A name that says otherwise is a warning when the content can be read.
 * @throws FileRefused file-empty | file-is-old-xls | file-damaged | file-not-what-it-says
 */
export async function sniff(source: ByteSource, filename: string): Promise<Sniffed> {
  if (source.size === 0) throw new FileRefused("file-empty", {});
  const sample = await source.read(0, Math.min(source.size, SAMPLE_BYTES));
  const extension = /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]?.toLowerCase() ?? "";
  const sniffed = kindOf(sample, extension, source.size);
  // A file that is two things at once is read differently by different programs.
  if (sniffed.kind !== "xlsx" && (await endsInZip(source))) throw notASheet(`${NAMES[sniffed.kind]} + zip`);
  const expected = NAMES[sniffed.kind];
  const warnings: Finding[] = EXTENSIONS[sniffed.kind].test(extension)
    ? []
    : [{ code: "extension-differs", found: extension ? `.${extension}` : "", expected }];
  return { ...sniffed, warnings };
}

function kindOf(sample: Uint8Array, extension: string, size: number): Omit<Sniffed, "warnings"> {
  const binary = (kind: FileKind) => ({ kind, encoding: "utf-8" as const });
  if (startsWith(sample, ZIP)) return binary("xlsx");
  if (startsWith(sample, OLE2)) return binary("xls");
  if (BIFF_OLD.some((bytes) => startsWith(sample, bytes))) throw new FileRefused("file-is-old-xls", {});
  if (startsWith(sample, BIFF5)) return binary("xls-stream");
  const known = SIGNATURES.find(([bytes]) => startsWith(sample, bytes));
  if (known) throw notASheet(known[1]);
  // The first bytes of a zip that was cut off right away.
  if (extension === "xlsx" && size < 4) throw new FileRefused("file-damaged", { found: `${size} B` });
  return textKind(sample);
}

function textKind(sample: Uint8Array): Omit<Sniffed, "warnings"> {
  const encoding = encodingOf(sample);
  const text = beginningOf(sample, encoding);
  if (text.trim() === "") throw new FileRefused("file-empty", {});
  if (looksBinary(text)) throw notASheet("?");
  if (/^\s*MIME-Version:/i.test(text)) throw notASheet("MHTML");
  const isXml = /^\s*<\?xml/i.test(text);
  if (isXml && text.includes("urn:schemas-microsoft-com:office:spreadsheet") && /<[\w:]*Workbook/.test(text))
    return { kind: "xml", encoding };
  if (
    /^\s*<(?:!doctype|html|head|meta|body|table|tr|div|style|script|!--)/i.test(text) ||
    (isXml && /<html/i.test(text))
  )
    return { kind: "html", encoding: declaredIn(sample, text) ?? encoding };
  if (isXml) throw notASheet("XML");
  return { kind: "text", encoding };
}

/** What a page says of its encoding counts only where its beginning could be in any; else the bytes know better. */
function declaredIn(sample: Uint8Array, text: string): Encoding | null {
  if (sample.some((byte) => byte > 127 || byte === 0)) return null;
  return /<meta[^>]{0,200}charset\s*=\s*["']?\s*gb/i.test(text) ? "gb18030" : null;
}

/** Text of people holds no control characters but breaks and tabs, and few characters that can't be decoded. */
function looksBinary(text: string): boolean {
  let strange = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 0xfffd) strange += 1;
  }
  return strange > Math.max(4, text.length / 20);
}

async function endsInZip(source: ByteSource): Promise<boolean> {
  const tail = await source.read(Math.max(0, source.size - SAMPLE_BYTES - END_OF_ZIP.length), source.size);
  return Buffer.from(tail.buffer, tail.byteOffset, tail.length).includes(END_OF_ZIP);
}

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

const notASheet = (found: string): FileRefused =>
  new FileRefused("file-not-what-it-says", { found, expected: "xlsx, xls, csv" });
