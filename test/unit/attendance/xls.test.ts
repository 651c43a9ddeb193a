import XLSX from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { encodeGb18030 } from "../../../shared/values/gb18030.ts";
import { compound, gridOf, outcome, valuesOf } from "./grid.ts";

type BookType = "biff8" | "biff5" | "biff2";

/** What another program writes; shared texts in the case of the newest format. */
function xls(
  rows: unknown[][],
  bookType: BookType,
  change: (book: XLSX.WorkBook, sheet: XLSX.WorkSheet) => void = () => {},
) {
  const sheet = XLSX.utils.aoa_to_sheet(rows);
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, bookType === "biff8" ? "考勤" : "A");
  change(book, sheet);
  return new Uint8Array(
    XLSX.write(book, { type: "buffer", bookType, bookSST: bookType === "biff8" }) as Buffer,
  );
}

describe("old workbooks", () => {
  it.each(["biff8", "biff5"] as const)(
    "%s: numbers, dates, times, truth, errors, long texts",
    async (bookType) => {
      const rows = [
        ["a", 1, -2.5, 0.01, 123_456_789, 411202200910150000, true, null, "x"],
        [46174, 0.3368, 46174.3368, 12.34, "y".repeat(200)],
      ];
      const content = xls(rows, bookType, (_, sheet) => {
        for (const [cell, format] of [
          ["A2", "yyyy/m/d"],
          ["B2", "h:mm"],
          ["C2", "yyyy-mm-dd hh:mm"],
        ] as const)
          (sheet[cell] as XLSX.CellObject).z = format;
      });
      expect(await valuesOf(content, "a.xls")).toEqual([
        ["a", "1", "-2.5", "0.01", "123456789", "4.1120220091015E+17", "TRUE", "", "x"],
        ["2026-06-01", "08:05", "2026-06-01 08:05", "12.34", "y".repeat(200)],
      ]);
    },
  );

  it("reads every shared text, also those that run on over several records", async () => {
    const rows = Array.from({ length: 400 }, (_, i) => [
      `${"长".repeat(i)}${i}`,
      `${"x".repeat(i * 7)}`,
      `a${i}é`,
    ]);
    const content = xls(rows, "biff8");
    expect(await valuesOf(content, "a.xls")).toEqual(rows.map(([a = "", b = "", c = ""]) => [a, b, c]));
    const again = XLSX.read(content, { type: "array", raw: true });
    expect(XLSX.utils.sheet_to_json(again.Sheets["考勤"] as XLSX.WorkSheet, { header: 1 })[399]).toEqual(
      rows[399],
    );
  });

  it("tells merged cells, hidden sheets and rows, and days since 1904", async () => {
    const content = xls([["题"], [44712]], "biff8", (book, sheet) => {
      sheet["!merges"] = [{ s: { r: 0, c: 0 }, e: { r: 1, c: 3 } }];
      (sheet["A2"] as XLSX.CellObject).z = "yyyy/m/d";
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["x"]]), "隐藏");
      book.Workbook = { WBProps: { date1904: true }, Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
    });
    const [first, second] = await gridOf(content, "a.xls");
    expect(first).toMatchObject({
      name: "考勤",
      hidden: false,
      merged: [{ top: 1, bottom: 2, left: 0, right: 3 }],
    });
    expect(first?.rows).toEqual([
      { row: 1, values: ["题"] },
      { row: 2, values: ["2026-06-01"] },
    ]);
    expect([second?.name, second?.hidden]).toEqual(["隐藏", true]);
  });
});

const record = (type: number, ...bytes: (number | Uint8Array)[]): Buffer => {
  const data = Buffer.concat(
    bytes.map((part) => (typeof part === "number" ? Buffer.from([part & 255, part >> 8]) : part)),
  );
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
};
const BOF = (version: number, what: number) => record(0x809, version, what, 0, 0);
const END = record(0x0a);
const label = (row: number, column: number, text: string) => {
  const bytes = encodeGb18030(text);
  return record(0x204, row, column, 0, bytes.length, bytes);
};

describe("what export scripts write", () => {
  it("is read without a container, in GBK, and put in order", async () => {
    const stream = Buffer.concat([
      BOF(0, 0x10),
      label(0, 0, "姓名"),
      label(1, 0, "张三"),
      label(0, 1, "日期"),
      record(0x208, 1, 0, 2, 255, 0, 0, 0x20, 0),
      label(1, 1, "6-1"),
      END,
    ]);
    expect((await gridOf(stream, "a.xls"))[0]?.rows).toEqual([
      { row: 1, values: ["姓名", "日期"] },
      { row: 2, values: ["张三", "6-1"], hidden: true },
    ]);
  });

  it("is read with formulas whose text follows, and errors, beside what is drawn into the sheet", async () => {
    const flag = (kind: number, value: number) => Buffer.from([kind, 0, value, 0, 0, 0, 0xff, 0xff]);
    const formula = (column: number, result: Uint8Array) => record(6, 0, column, 0, result, 0, 0, 0);
    const stream = Buffer.concat([
      BOF(0x500, 0x10),
      formula(0, flag(0, 0)),
      record(0x207, 4, encodeGb18030("出勤")),
      formula(1, flag(2, 42)),
      formula(2, flag(3, 0)),
      BOF(0x500, 0x20),
      label(5, 5, "图"),
      END,
      record(0x205, 0, 3, 0, Buffer.from([7, 1])),
      END,
    ]);
    expect(await valuesOf(stream, "a.xls")).toEqual([["出勤", "#N/A", "", "#DIV/0!"]]);
  });
});

describe("containers that hold no attendance", () => {
  const bofBook = Buffer.concat([BOF(0x600, 5), record(0x2f, 1), END]);
  it.each([
    [
      "an encrypted new workbook",
      compound({ EncryptionInfo: Buffer.alloc(100), EncryptedPackage: Buffer.alloc(9000) }),
      "file-encrypted",
    ],
    ["an encrypted old workbook", compound({ Workbook: bofBook }), "file-encrypted"],
    ["a document", compound({ WordDocument: Buffer.alloc(5000) }), "file-not-what-it-says"],
    [
      "a workbook without sheets",
      compound({ Workbook: Buffer.concat([BOF(0x600, 5), END]) }),
      "file-not-what-it-says",
    ],
    ["a workbook before Excel 5", xls([["a"]], "biff2"), "file-is-old-xls"],
    ["a stream of Excel 4 in a container", compound({ Book: record(0x409, 0, 16, 0) }), "file-is-old-xls"],
    [
      "a zip behind",
      Buffer.concat([xls([["a"]], "biff8"), Buffer.from("PK\x05\x06"), Buffer.alloc(18)]),
      "file-not-what-it-says",
    ],
    ["a container's header only", xls([["a"]], "biff8").subarray(0, 600), "file-damaged"],
  ])("%s", async (_, content, code) => expect(await outcome(new Uint8Array(content), "a.xls")).toBe(code));

  it("end in a refusal or in rows, wherever a file is cut off or damaged", async () => {
    const whole = xls(
      Array.from({ length: 300 }, (_, i) => [`张三${i}`, i, "x"]),
      "biff8",
    );
    for (let i = 0; i < 60; i++) {
      const at = Math.floor((whole.length * i) / 60);
      const damaged = Buffer.from(whole).fill(i % 2 === 0 ? 0xff : 0x01, at, at + 40);
      for (const content of [whole.subarray(0, at), damaged]) {
        const result = await outcome(new Uint8Array(content), "a.xls");
        expect(typeof result === "string" ? result : "read").toMatch(/^(?:read|file-[a-z-]+)$/);
      }
    }
  });
});
