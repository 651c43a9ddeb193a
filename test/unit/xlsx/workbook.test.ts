import ExcelJS from "exceljs";
import fc from "fast-check";
import { readXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { type WriterRow, type WriterSheet, writeWorkbook } from "../../../shared/xlsx/workbook.ts";
import { gridOf, outcome, valuesOf } from "../attendance/grid.ts";

const write = async (...sheets: WriterSheet[]): Promise<Uint8Array> =>
  new Uint8Array(Buffer.concat(await Array.fromAsync(writeWorkbook(sheets))));
const sheet = (rows: WriterRow[], more: Partial<WriterSheet> = {}): WriterSheet => ({
  name: "考勤",
  rows: [rows],
  ...more,
});

describe("what is written", () => {
  it("reads back as it was, whatever the text", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "_x0041_",
        "__x000D_",
        "\r\n",
        "\0\x07",
        "\ud83d",
        "\udc00a",
        "\uffff",
        " ",
        "=cmd|' /C calc'!A0",
        "<a>&\"'",
        "]]>",
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        async (rows) => {
          const grid = await gridOf(await write(sheet(rows.map((cells) => ({ cells })))));
          const read = rows.map((_, i) => grid[0]?.rows.find(({ row }) => row === i + 1)?.values ?? []);
          const last = (row: string[]) => row.findLastIndex((value) => value !== "") + 1;
          expect(read).toEqual(
            rows.map((row) => row.slice(0, last(row)).map((value) => value.toWellFormed())),
          );
        },
      ),
    );
  });

  it("is what other readers see: texts, numbers, colours, widths, frozen, merged and hidden", async () => {
    const rows: WriterRow[] = [
      { cells: [{ value: "题", style: "title" }] },
      {
        row: 3,
        cells: [
          "411202200910150030",
          null,
          8.5,
          { value: "=1+1", style: "refused" },
          { value: "", style: "warned" },
        ],
        hidden: true,
      },
      { cells: [{ value: 2, style: "violation" }, Number.NaN] },
    ];
    const content = await write(
      sheet(rows, { widths: [20, 9], frozenRows: 2, merged: [{ top: 1, bottom: 2, left: 0, right: 26 }] }),
      { name: "二", rows: [] },
    );
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(content.buffer as ArrayBuffer);
    const [first] = book.worksheets;
    expect(book.worksheets.map(({ name }) => name)).toEqual(["考勤", "二"]);
    expect(first?.getCell("A3").value).toBe("411202200910150030");
    expect(first?.getCell("A3").numFmt).toBe("@");
    expect(first?.getCell("C3").value).toBe(8.5);
    expect(first?.getCell("D3").type).toBe(ExcelJS.ValueType.String);
    expect(
      ["D3", "E3", "A4"].map(
        (cell) => (first?.getCell(cell).fill as ExcelJS.FillPattern | undefined)?.fgColor?.argb,
      ),
    ).toEqual(["FFFFC7CE", "FFFFEB9C", "FFFFC000"]);
    expect(first?.getCell("B4").value).toBe("NaN");
    expect(first?.getCell("A1").font).toMatchObject({ bold: true, size: 14 });
    expect([first?.getColumn(1).width, first?.getRow(3).hidden, first?.getCell("AA2").isMerged]).toEqual([
      20,
      true,
      true,
    ]);
    expect(first?.views[0]).toMatchObject({ state: "frozen", ySplit: 2 });
    expect((await readXlsx(content)).sheets[0]?.rows[2]?.slice(0, 4)).toEqual([
      "411202200910150030",
      null,
      8.5,
      "=1+1",
    ]);
    expect((await gridOf(content))[0]).toMatchObject({
      rows: [{ row: 1 }, { row: 3, hidden: true }, { row: 4 }],
      merged: [{ top: 1, bottom: 2, left: 0, right: 26 }],
    });
  });

  it("calculates what is written as a formula, and shows its value until then", async () => {
    const rows: WriterRow[] = [
      { cells: ["企业", "金额"] },
      { cells: ["=甲", { value: 0.1, style: "yuan" }] },
      { cells: ["+乙", { value: 0.2, style: "yuan" }] },
      { cells: [null, { value: 0.3, style: "yuanTotal", formula: "SUM(B2:B3)" }], below: true },
    ];
    const content = await write(sheet(rows, { frozenRows: 1, filtered: true }));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(content.buffer as ArrayBuffer);
    const [first] = book.worksheets;
    expect(first?.getCell("B4").value).toEqual({ formula: "SUM(B2:B3)", result: 0.3 });
    expect(first?.getCell("B4").numFmt).toBe("#,##0.00");
    expect(["A2", "A3"].map((cell) => first?.getCell(cell).type)).toEqual([
      ExcelJS.ValueType.String,
      ExcelJS.ValueType.String,
    ]);
    expect(first?.autoFilter).toBe("A1:B3");
  });

  it("has its tabs in another order than they were written in, where they say so", async () => {
    const content = await write(sheet([], { name: "后", tab: 2 }), sheet([], { name: "前", tab: 1 }));
    expect((await gridOf(content)).map(({ name }) => name)).toEqual(["前", "后"]);
  });

  it("has sheets of names that every program takes", async () => {
    const names = [
      "a/b:c",
      "A/B:C",
      "",
      "'x'",
      "History",
      "长".repeat(40),
      "长".repeat(40),
      `${"x".repeat(30)}😀`,
      "\0\ud800",
    ];
    const grids = await gridOf(await write(...names.map((name) => sheet([{ cells: ["x"] }], { name }))));
    expect(grids.map(({ name }) => name)).toEqual([
      "a_b_c",
      "A_B_C (2)",
      "Sheet3",
      "_x_",
      "History_",
      "长".repeat(31),
      `${"长".repeat(27)} (2)`,
      "x".repeat(30),
      "_\ufffd",
    ]);
  });

  it("is the same for the same sheets, and a workbook even without any", async () => {
    expect(await write(sheet([{ cells: ["a"] }]))).toEqual(await write(sheet([{ cells: ["a"] }])));
    expect(await gridOf(await write())).toMatchObject([{ name: "Sheet1", rows: [] }]);
  });

  it("cuts texts where a cell ends, and refuses rows out of order or beyond the last", async () => {
    expect((await valuesOf(await write(sheet([{ cells: ["长".repeat(40_000)] }]))))[0]?.[0]?.length).toBe(
      32_767,
    );
    await expect(
      write(
        sheet([
          { row: 2, cells: [] },
          { row: 2, cells: [] },
        ]),
      ),
    ).rejects.toThrow(RangeError);
    await expect(write(sheet([{ row: 1_048_577, cells: [] }]))).rejects.toThrow(RangeError);
  });
});

it("keeps nothing of what it has written", async () => {
  let [largest, count] = [0, 0];
  const heap = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  function* rows() {
    for (let batch = 0; batch < 300; batch++) {
      if (batch % 20 === 0) globalThis.gc?.();
      largest = Math.max(largest, heap());
      yield Array.from({ length: 1000 }, (_, i) => ({
        cells: [`PL-${batch}-${i}`, "411202200910150030", "张三", 8],
      }));
    }
  }
  const before = heap();
  for await (const piece of writeWorkbook([{ name: "考勤", rows: rows() }])) count += piece.length;
  expect(count).toBeGreaterThan(1e6);
  expect(largest - before).toBeLessThan(120e6);
});

it("gives up with the reason when the rows break off", async () => {
  const broken = (async function* (): AsyncGenerator<WriterRow[]> {
    yield [{ cells: ["a"] }];
    throw new Error("gone");
  })();
  await expect(write({ name: "a", rows: broken })).rejects.toThrow("gone");
  expect(await outcome(new Uint8Array([1]), "a.xlsx")).toBe("file-damaged");
});
