import { FileRefused } from "../rules/file-refused.ts";
import type { Finding } from "../rules/index.ts";
import type { ByteSource } from "./bytes.ts";
import { encodingOf } from "./encoding.ts";

/** Signatures of files that people upload by mistake, and what to call them. */
const SIGNATURES: readonly [bytes: number[], name: string][] = [
  [[0x89, 0x50, 0x4e, 0x47], "PNG"],
  [[0xff, 0xd8, 0xff], "JPEG"],
  [[0x47, 0x49, 0x46, 0x38], "GIF"],
  [[0x25, 0x50, 0x44, 0x46], "PDF"],
  [[0x52, 0x61, 0x72, 0x21], "RAR"],
  [[0x37, 0x7a, 0xbc, 0xaf], "7z"],
  [[0x1f, 0x8b], "gzip"],
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE2 = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const SAMPLE_BYTES = 64 * 1024;

/**
 * Tells by its bytes what a file is. A name that says otherwise is a warning when the content can be read.
 * @throws FileRefused file-empty | file-is-old-xls | file-encrypted | file-damaged | file-not-what-it-says
 */
export async function sniff(
  source: ByteSource,
  filename: string,
): Promise<{ kind: "xlsx" | "text"; warnings: Finding[] }> {
  if (source.size === 0) throw new FileRefused("file-empty", {});
  const sample = await source.read(0, Math.min(source.size, SAMPLE_BYTES));
  const extension = /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]?.toLowerCase() ?? "";
  if (startsWith(sample, OLE2)) {
    throw new FileRefused((await isEncrypted(source, sample)) ? "file-encrypted" : "file-is-old-xls", {});
  }
  const kind = kindOf(sample, extension, source.size);
  const agrees =
    kind === "xlsx" ? extension === "xlsx" || extension === "xlsm" : /^(?:csv|txt|tsv)$/.test(extension);
  const warnings = agrees
    ? []
    : [{ code: "extension-differs", found: extension ? `.${extension}` : "", expected: kind } as const];
  return { kind, warnings };
}

function kindOf(sample: Uint8Array, extension: string, size: number): "xlsx" | "text" {
  const notIt = (found: string) => new FileRefused("file-not-what-it-says", { found, expected: "xlsx, csv" });
  if (startsWith(sample, ZIP)) return "xlsx";
  const known = SIGNATURES.find(([bytes]) => startsWith(sample, bytes));
  if (known) throw notIt(known[1]);
  // The first bytes of a zip that was cut off right away.
  if (extension === "xlsx" && size < 4) throw new FileRefused("file-damaged", { found: `${size} B` });
  const text = new TextDecoder(encodingOf(sample)).decode(sample, { stream: true });
  if (text.trim() === "") throw new FileRefused("file-empty", {});
  if (/^\s*<(?:!doctype|html|table|\?xml)/i.test(text)) throw notIt("HTML / XML");
  if (looksBinary(text)) throw notIt("?");
  return "text";
}

/** Text of people holds no control characters but breaks and tabs, and few characters that can't be decoded. */
function looksBinary(text: string): boolean {
  let strange = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0) return true;
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 0xfffd) strange += 1;
  }
  return strange > text.length / 20;
}

/** An encrypted workbook is an old-style container whose directory names a stream EncryptedPackage, in UTF-16. */
async function isEncrypted(source: ByteSource, sample: Uint8Array): Promise<boolean> {
  if (sample.length < 512) return false;
  const header = new DataView(sample.buffer, sample.byteOffset, sample.length);
  const sectorBytes = 2 ** Math.min(12, header.getUint16(30, true));
  const start = Math.min(source.size, (header.getUint32(48, true) + 1) * sectorBytes);
  const directory = await source.read(start, Math.min(source.size, start + sectorBytes));
  return new TextDecoder("latin1").decode(directory).includes([..."EncryptedPackage"].join("\0"));
}

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);
