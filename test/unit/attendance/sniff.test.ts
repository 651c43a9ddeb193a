import { describe, expect, it } from "vitest";
import { gridOf, outcome } from "./grid.ts";
import { bytes, sheetOf, workbook, zip } from "./support.ts";

const PARTS = workbook({ 考勤: sheetOf([["姓名"], ["张三"]]) });
const BOOK = zip(PARTS);
const ROWS = [
  { row: 1, values: ["姓名"] },
  { row: 2, values: ["张三"] },
];

describe("zips that are no workbook, or more than one thing", () => {
  it.each([
    ["a binary workbook", zip({ "xl/workbook.bin": "x" })],
    [
      "an OpenDocument",
      zip({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>" }),
    ],
    ["Numbers", zip({ "Index/Document.iwa": "x" })],
    ["a document", zip({ "word/document.xml": "x" })],
    ["an archive of workbooks", zip({ "6月.xlsx": BOOK })],
    ["a web page before the zip", Buffer.concat([bytes("<html><table><tr><td>姓名</table>"), BOOK])],
    ["a PDF before the zip", Buffer.concat([bytes("%PDF-1.7\n"), BOOK])],
    ["text before the zip", Buffer.concat([bytes("姓名,日期\n".repeat(9000)), BOOK])],
  ])("%s", async (_, content) =>
    expect(await outcome(new Uint8Array(content))).toBe("file-not-what-it-says"),
  );
});

/** A workbook whose part names are written anew, each as long as it was. */
const renamed = (from: string, to: string) => {
  const content = Buffer.from(zip({ ...PARTS, [from]: "x" }));
  for (let at = content.indexOf(from); at >= 0; at = content.indexOf(from, at + 1)) content.write(to, at);
  return new Uint8Array(content);
};

describe("the zip around a workbook", () => {
  it("may store its parts, be of 64 bits, have names that climb, and end in a comment", async () => {
    const directory =
      BOOK.length - 22 - new DataView(BOOK.buffer, BOOK.byteOffset).getUint32(BOOK.length - 10, true);
    for (const content of [
      zip(PARTS, {}, 0),
      zip64(BOOK, directory),
      zip({ ...PARTS, "../../../etc/passwd": "x", "C:\\x": "x" }),
      withComment("a comment"),
    ])
      expect((await gridOf(new Uint8Array(content)))[0]?.rows).toEqual(ROWS);
  });

  it("may not be followed by anything else: another program could take that for the file", async () => {
    const followed = Buffer.concat([BOOK, bytes("<html></html>")]);
    expect(await outcome(new Uint8Array(followed))).toBe("file-damaged");
  });

  it.each([
    ["two parts of one name", renamed("xl/worksheets/sX.xml", "xl/worksheets/s0.xml"), "file-damaged"],
    [
      "a part that unfolds into fifty million bytes",
      zip({ ...PARTS, "xl/media/a.bin": Buffer.alloc(51e6) }),
      "file-too-large",
    ],
    [
      "a part that says it is larger than all may be",
      zip(PARTS, { "xl/styles.xml": 1.1e9 }),
      "file-too-large",
    ],
    ["a part that is larger than it says", zip(PARTS, { "xl/worksheets/s0.xml": 10 }), "file-damaged"],
    ["a directory that isn't where it should be", BOOK.slice(3), "file-not-what-it-says"],
  ])("is refused with %s", async (_, content, code) => expect(await outcome(content)).toBe(code));

  it("ends in a refusal or in rows, wherever it is damaged", async () => {
    for (let i = 0; i < 80; i++) {
      const content = Buffer.from(BOOK);
      content.fill(
        i % 3 === 0 ? 0 : 0xff,
        Math.floor((content.length * i) / 80),
        Math.floor((content.length * i) / 80) + 1 + (i % 7),
      );
      const result = await outcome(new Uint8Array(content));
      expect(typeof result === "string" ? result : "read").toMatch(/^(?:read|file-[a-z-]+)$/);
    }
  });
});

/** The same with a comment at its end. */
function withComment(comment: string): Uint8Array {
  const book = Buffer.concat([BOOK, bytes(comment)]);
  book.writeUInt16LE(comment.length, BOOK.length - 2);
  return book;
}

/** The same with its table of contents told by a record of 64-bit numbers. */
function zip64(book: Uint8Array, directory: number): Uint8Array {
  const end = Buffer.from(book.subarray(-22));
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), 24);
  record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), 32);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40);
  record.writeBigUInt64LE(BigInt(directory), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(book.length - 22), 8);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(0xffffffff, 16);
  return new Uint8Array(Buffer.concat([book.subarray(0, -22), record, locator, end]));
}
