import XLSX from "@e965/xlsx";
import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { LINE_COLUMNS, textsOf, titles } from "../../../../functions/settlement/paper/columns.ts";
import { csvPieces } from "../../../../functions/settlement/paper/csv.ts";
import type { PaperLine, PaperPart } from "../../../../functions/settlement/paper/paper-line.ts";
import { settlementSheets } from "../../../../functions/settlement/paper/settlement-sheets.ts";
import { Tally } from "../../../../functions/settlement/paper/tally.ts";
import { inChineseCapitals } from "../../../../shared/values/money.ts";
import { writeWorkbook } from "../../../../shared/xlsx/workbook.ts";
import { about, line, part } from "./parts.ts";

const EVIL = '=HYPERLINK("http://x")';
const PARTS = [
  part("91411200000000001X", "三门峡宏达机械有限公司", [line(1), line(2), line(3, { reasons: EVIL })]),
  part("91411200000000002X", `+${EVIL}`, [
    line(1),
    line(2, { earnedPeriod: "2026-04", owedFen: -33_333, waitingFen: 0, payableFen: -33_333 }),
    line(3, { earnedPeriod: "2026-05", scheme: "apprenticeship", policyVersion: null, name: "—" }),
  ]),
];
const LINES = PARTS.flatMap(({ lines }) => lines);
const sum = (of: (one: PaperLine) => number, lines = LINES) =>
  lines.reduce((total, one) => total + of(one), 0);
const payable = sum(({ payableFen }) => payableFen);

async function* passing(parts: readonly PaperPart[], tally: Tally) {
  for (const one of parts) {
    tally.add(one);
    yield one;
  }
}

async function written(parts: readonly PaperPart[]): Promise<Buffer> {
  const tally = new Tally();
  const sheets = settlementSheets(passing(parts, tally), tally, about());
  return Buffer.concat(await Array.fromAsync(writeWorkbook(sheets)));
}

async function opened(parts = PARTS): Promise<ExcelJS.Worksheet[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await written(parts)) as never);
  return book.worksheets;
}

/** Of what a cell holds; exceljs leaves a result out that is nought. */
const fen = (value: unknown): number => Math.round(Number(value ?? 0) * 100) + 0;

test("the summary comes first, the lines next, under headings that stay and filter", async () => {
  const sheets = await opened();
  expect(sheets.map(({ name }) => name)).toEqual([
    "汇总 Summary",
    "明细 Lines",
    "调整 Adjustments",
    "说明 Notes",
  ]);
  for (const sheet of sheets.slice(0, 3))
    expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
  expect(sheets.map(({ autoFilter }) => autoFilter)).toEqual(["A1:F3", "A1:N7", "A1:N3", undefined]);
});

test("the lines are the same fen as they were, in typed cells", async () => {
  const [, lines] = await opened();
  const cell = (row: number, column: number) => lines?.getRow(row).getCell(column);
  expect(LINES.map((_, at) => fen(cell(at + 2, 10)?.value))).toEqual(LINES.map((one) => one.payableFen));
  expect(LINES.map((_, at) => fen(cell(at + 2, 13)?.value))).toEqual(LINES.map((one) => one.owedFen));
  expect(cell(2, 10)?.numFmt).toBe("#,##0.00");
  expect([7, 9].map((column) => cell(2, column)?.type)).toEqual([
    ExcelJS.ValueType.String,
    ExcelJS.ValueType.Number,
  ]);
});

test("every total is a formula whose value agrees to the fen", async () => {
  const sheets = await opened();
  const formulas = sheets.flatMap((sheet) => {
    const found: { sheet: string; formula: string; result: number }[] = [];
    sheet.eachRow((row) =>
      row.eachCell(({ formula, result }) => {
        if (formula) found.push({ sheet: sheet.name, formula, result: Number(result ?? 0) });
      }),
    );
    return found;
  });
  for (const { sheet, formula, result } of formulas)
    expect(fen(result), `${sheet} ${formula}`).toBe(fen(evaluate(formula, sheet, sheets)));
  const [summary] = sheets;
  const closing = summary?.getRow(summary.rowCount);
  expect(closing?.getCell(4).formula).toBe("SUM(D2:D3)");
  expect(fen(closing?.getCell(4).result)).toBe(payable);
  expect(formulas).toHaveLength(4 + 3 + 12);
});

test("another library adds the same up", async () => {
  const book = XLSX.read(await written(PARTS));
  const rows = XLSX.utils.sheet_to_json<Record<string, string | number>>(book.Sheets["明细 Lines"] as never);
  expect(rows.map((row) => fen(row["金额(元) Amount"])).reduce((a, b) => a + b)).toBe(payable);
  expect(rows.map((row) => row["所属月 Earned"])).toEqual(LINES.map((one) => one.earnedPeriod));
});

test("no text can become a formula", async () => {
  const [summary, lines] = await opened();
  expect(lines?.getRow(4).getCell(12).type).toBe(ExcelJS.ValueType.String);
  expect(lines?.getRow(4).getCell(12).value).toBe(EVIL);
  expect(summary?.getRow(3).getCell(2).value).toBe(`+${EVIL}`);
});

test("lines of earlier months are repeated beside the month that books them, with their reasons", async () => {
  const [, , adjustments] = await opened();
  const earlier = LINES.filter(({ earnedPeriod }) => earnedPeriod < "2026-06");
  const row = (at: number) => (adjustments?.getRow(at).values as unknown[] | undefined)?.slice(1) ?? [];
  expect([2, 3].map((at) => row(at).slice(6, 8))).toEqual([
    ["2026-04", "2026-06"],
    ["2026-05", "2026-06"],
  ]);
  expect(row(2)[12]).toBe("满15天，全额");
  expect(fen((row(4)[11] as { result: number }).result)).toBe(sum((one) => one.payableFen, earlier));
});

test("the notes name the policies and what nobody has confirmed", async () => {
  const [, , , notes] = await opened();
  const texts: string[] = [];
  notes?.eachRow((row) =>
    texts.push((row.values as unknown[]).filter((value) => typeof value === "string").join("|")),
  );
  expect(texts).toContainEqual("internship|2026-01|待确认");
  expect(texts).toContainEqual("apprenticeship|—|—");
  expect(texts).toContainEqual("公示止 Publicity until|2026-07-10");
  expect(texts.join()).toContain(about().fingerprint);
  expect(texts.join()).toContain(inChineseCapitals(payable));
});

test("a month without a line is a settlement, too", async () => {
  const [summary, lines] = await opened([]);
  const total = summary?.getRow(3).getCell(4);
  expect([total?.formula, fen(total?.result)]).toEqual(["SUM(D2:D2)", 0]);
  expect(lines?.rowCount).toBe(1);
});

test("the CSV has the same columns and parses back to the same fen", async () => {
  const rows = async function* () {
    yield [titles(LINE_COLUMNS)];
    for (const { lines } of PARTS) yield lines.map((one) => textsOf(LINE_COLUMNS, one));
  };
  const text = Buffer.concat(await Array.fromAsync(csvPieces(rows()))).toString();
  expect(text.startsWith("\uFEFF行号 Line,")).toBe(true);
  const parsed: Record<string, string>[] = parse(text, { bom: true, columns: true });
  expect(parsed.map((row) => row["金额(元) Amount"])).toEqual(
    LINES.map(({ payableFen }) => (payableFen / 100).toFixed(2)),
  );
  expect(parsed[2]?.["理由 Reasons"]).toBe(`'${EVIL}`);
  expect(parsed).toHaveLength(LINES.length);
});

/** Works a formula out from the cells, as a spreadsheet program would: SUM, COUNTA and ROUND of a difference. */
function evaluate(formula: string, own: string, sheets: readonly ExcelJS.Worksheet[]): number {
  const difference = /^ROUND\((.+\))-(.+\)),2\)$/.exec(formula);
  if (difference) {
    const [left, right] = difference.slice(1).map((one) => evaluate(one, own, sheets));
    return Math.round(((left ?? 0) - (right ?? 0)) * 100) / 100;
  }
  const [, name, sheet = own, column = "", from, to] =
    /^(SUM|COUNTA)\((?:'(.+)'!)?([A-Z])(\d+):[A-Z](\d+)\)$/.exec(formula) ?? [];
  const values = Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_, at) => sheets.find((one) => one.name === sheet)?.getCell(`${column}${Number(from) + at}`).value,
  ).filter((value) => value !== null);
  return name === "COUNTA"
    ? values.length
    : values.reduce<number>((total, value) => total + Number(value), 0);
}
