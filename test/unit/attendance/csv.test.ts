import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Splitter } from "../../../functions/attendance/files/csv.ts";
import { encodeGb18030 } from "../../../shared/values/gb18030.ts";
import { gridOf, outcome, valuesOf } from "./grid.ts";
import { bytes } from "./support.ts";

const csv = (text: string | Uint8Array) => valuesOf(typeof text === "string" ? bytes(text) : text, "a.csv");

const LINES = "姓名,日期,状态\n张三,2026-06-01,出勤\n";
const ROWS = [
  ["姓名", "日期", "状态"],
  ["张三", "2026-06-01", "出勤"],
];
const utf16 = (text: string) => Buffer.from(text, "utf16le");

describe("texts in any encoding and with any delimiter", () => {
  it.each([
    ["UTF-16 LE without a mark", utf16(LINES)],
    ["UTF-16 BE without a mark", utf16(LINES).swap16()],
    ["vertical bars", bytes(LINES.replaceAll(",", "|"))],
    ["UTF-16, tabs, as Excel's Unicode text", utf16(`\ufeff${LINES.replaceAll(",", "\t")}`)],
    ["zeros between", bytes(LINES.replaceAll("\n", "\0\n"))],
  ])("%s", async (_, content) => expect(await csv(content)).toEqual(ROWS));

  it("lets one damaged sign spoil one cell", async () => {
    const content = Buffer.from(bytes(`${LINES}李四,2026-06-02,迟到\n`));
    content[content.indexOf("李")] = 0xff;
    expect((await csv(content))[2]?.slice(1)).toEqual(["2026-06-02", "迟到"]);
    const damaged = Buffer.concat([encodeGb18030(LINES), Buffer.from([0xff, 0x2c, 0x41])]);
    expect(await csv(damaged)).toEqual([...ROWS, ["\ufffd", "A"]]);
  });
});

describe("quotes", () => {
  it.each([
    ["a row that breaks off", '甲,"乙', [["甲", '"乙']]],
    [
      "a quote that is never closed",
      '"甲,1\n乙,2\n',
      [
        ['"甲', "1"],
        ["乙", "2"],
      ],
    ],
    [
      "a quote that is closed in another line",
      '"甲,1\n乙,2\n"丙",3\n',
      [
        ['"甲', "1"],
        ["乙", "2"],
        ["丙", "3"],
      ],
    ],
    ["something behind a closing quote", '"甲"乙,"丙" ,丁\n', [["甲乙", "丙 ", "丁"]]],
    ["a quote within a field", '5" 屏,甲\n', [['5" 屏', "甲"]]],
    ["doubled quotes and breaks", '"甲""乙\r\n",丙\r\n丁\r\n', [['甲"乙\r\n', "丙"], ["丁"]]],
    ["an empty quoted field", '"",甲\n', [["", "甲"]]],
  ])("%s", async (_, text, expected) => expect(await csv(text)).toEqual(expected));

  it("loses no row to a quote that stays open for longer than a record", async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `乙${i},2026-06-01`);
    const values = await csv(`"甲,1\n${rows.join("\n")}`);
    expect(values.length).toBe(100_001);
    expect([values[0], values[1], values.at(-1)]).toEqual([
      ['"甲', "1"],
      ["乙0", "2026-06-01"],
      ["乙99999", "2026-06-01"],
    ]);
  });
});

it.each([
  ["a line end in two, behind a quoted field", ['""\r', '\n"a"\n'], [{ row: 2, values: ["a"] }]],
  ["a quoted field from what belongs to it", ['"a,b"x', "y,c\n"], [{ row: 1, values: ["a,bxy", "c"] }]],
])("a tear may part %s", (_, pieces, rows) => {
  const splitter = new Splitter(",");
  expect([...pieces.flatMap((piece) => splitter.write(piece)), ...splitter.end()]).toEqual(rows);
});

it("splits alike however the text is torn, and reads back what was quoted", () => {
  const cell = fc.oneof(fc.constantFrom("", '"', "\n", "\r\n", ",", "甲"), fc.string({ maxLength: 5 }));
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
  const split = (text: string, size: number) => {
    const splitter = new Splitter(",");
    const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
    return [...pieces.flatMap((piece) => splitter.write(piece)), ...splitter.end()];
  };
  fc.assert(
    fc.property(
      table,
      fc.integer({ min: 1, max: 9 }),
      fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a") }),
      (rows, size, noise) => {
        const quoted = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(","))
          .join("\r\n");
        expect(split(quoted, size).map(({ values }) => values)).toEqual(
          rows.filter((row) => row.some((value) => value.trim() !== "")),
        );
        expect(split(noise, size)).toEqual(split(noise, 1_000_000));
      },
    ),
  );
});

describe("bounds", () => {
  it("takes as many columns as are read, and no more characters than a cell holds", async () => {
    const [wide] = await csv(`${"a,".repeat(20_000)}b\n`);
    expect(wide?.length).toBe(512);
    expect((await csv(`${"长".repeat(100_000)},b\n`))[0]?.map(({ length }) => length)).toEqual([32_767, 1]);
  });

  it("refuses more rows than a sheet has, and a line without end", async () => {
    expect(await outcome(bytes("a,b\n".repeat(1_048_577)), "a.csv")).toBe("too-many-rows");
    expect(await outcome(bytes("a".repeat(1_200_000)), "a.csv")).toBe("file-damaged");
  });

  it("counts empty rows without keeping them", async () => {
    const [grid] = await gridOf(bytes(`a\n${"\n".repeat(1_000_000)}b`), "a.csv");
    expect(grid?.rows.map(({ row }) => row)).toEqual([1, 1_000_002]);
  });
});
