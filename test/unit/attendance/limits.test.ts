import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { readFile } from "../../../functions/attendance/readers/read.ts";
import { Places } from "../../../functions/attendance/reading/places.ts";
import { rowXml, sheetXml, workbookParts, zipOf } from "../../corpus/zip.ts";
import { gridOf, outcome } from "./grid.ts";

const ID = "411202200910150030";

const record = (type: number, ...data: number[]): number[] => [
  type & 255,
  type >> 8,
  data.length & 255,
  data.length >> 8,
  ...data,
];
const BOF = record(0x809, 0, 6, 5, 0);
const SHEET = record(0x809, 0, 6, 0x10, 0);
const END = record(0x0a);
const words = (...numbers: number[]) => numbers.flatMap((number) => [number & 255, number >> 8]);

describe("records of an old workbook that are too short are damage", () => {
  it.each([
    ["a beginning", record(0x809)],
    ["a beginning that doesn't say of what", record(0x809, 0, 6)],
    ["a code page", [...BOF, ...record(0x42, 1)]],
    ["a number of days", [...BOF, ...record(0x22)]],
    ["a look", [...BOF, ...record(0xe0, 0, 0, 0)]],
    ["a format", [...BOF, ...record(0x41e, 0)]],
    ["a sheet's place", [...BOF, ...record(0x85, 0, 0, 0, 0, 0)]],
  ])("%s", async (_, bytes) => {
    expect(await outcome(Uint8Array.from([...bytes, ...END]), "a.xls")).toBe("file-damaged");
  });
});

describe("what a workbook may hold is bounded", () => {
  it("more merged ranges than anybody makes", async () => {
    const ranges = record(
      0xe5,
      ...words(1000),
      ...Array.from({ length: 1000 }, () => words(1, 2, 0, 0)).flat(),
    );
    const stream = Buffer.concat([
      Buffer.from(SHEET),
      ...Array.from({ length: 501 }, () => Buffer.from(ranges)),
      Buffer.from(END),
    ]);
    expect(await outcome(stream, "a.xls")).toBe("file-too-large");
  });

  it("more sheets in an old workbook than are looked at", async () => {
    const place = record(0x85, 0, 0, 0, 0, 0, 0, 1, 0, 65);
    const stream = Uint8Array.from([...BOF, ...Array.from({ length: 201 }, () => place).flat(), ...END]);
    expect(await outcome(stream, "a.xls")).toBe("file-too-large");
  });
});

describe("names of sheets", () => {
  const HEAD = rowXml(["工号", "姓名", "日期", "工时"]);
  const bookOf = (name: string, rows: string) =>
    zipOf(
      workbookParts({
        workbook: `<workbook><sheets><sheet name="${name}" r:id="r0"/></sheets></workbook>`,
        sheet: sheetXml(HEAD + rows),
      }),
    );

  it("are cut", async () => {
    const [grid] = await gridOf(bookOf("长".repeat(5000), ""));
    expect(grid?.name).toBe("长".repeat(100));
  });

  it("are told without the numbers of people", async () => {
    const rows = rowXml(["0064", "张小明", "2026-06-01", "8"], ' hidden="1"');
    const source = bytesSource(bookOf(`张小明${ID}`, rows));
    const file = await readFile(source, { filename: "a.xlsx", period: "2026-06" });
    const [told] = (await Array.fromAsync(file.rows)).flat();
    expect(file.warnings).toEqual([{ code: "hidden-rows", found: "1", other: `张小明${"*".repeat(16)}30` }]);
    if (!told) throw new Error("no row");
    const places = new Places();
    const place = places.of(told, 0);
    expect(places.told(place, { ...told, sheet: "Sheet2" })).toBe(`2（张小明${"*".repeat(16)}30）`);
  });
});
