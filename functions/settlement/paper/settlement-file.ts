import { type Cell, type CellValue, writeXlsx } from "hucre/xlsx";
import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { sumFen, yuan } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { placementQueries } from "../../placement/queries.ts";
import { registryQueries } from "../../registry/queries.ts";
import { type Settlement, settledLines, settlementsOf } from "../booking/settled.ts";
import type { SettlementStore } from "../store.ts";
import { csv } from "./csv.ts";

const SUMMARY = ["统一社会信用代码 USCC", "企业 Enterprise", "行数 Lines", "金额(元) Amount"];
const LINES = [
  "行号 Line",
  "统一社会信用代码 USCC",
  "企业 Enterprise",
  "安置编号 Placement",
  "姓名 Name",
  "方案 Scheme",
  "所属月 Earned",
  "入账月 Booked",
  "天数 Days",
  "金额(元) Amount",
  "政策版本 Policy",
  "理由 Reasons",
];

/** The month's settlement for finance: a summary and every line, as a workbook and as CSV. */
export async function settlementFiles(period: Period, store: SettlementStore): Promise<void> {
  const settlements = (await settlementsOf(period, store)).filter(({ lines }) => lines > 0);
  const parts = await Promise.all(settlements.map((settlement) => partOf(settlement, store)));
  const summary = parts.map(({ head }) => head);
  const rows = parts.flatMap((part) => part.rows);
  const bucket = openBucket(setting("FILES_BUCKET"));
  const asText = rows.map((row) =>
    row.map((value, column) => (column === AMOUNT ? yuan(value as number) : (value as string))),
  );
  await bucket.write(`${period}/settlement.csv`, csv([LINES, ...asText]), "text/csv; charset=utf-8");
  await bucket.write(`${period}/settlement.xlsx`, await workbook(period, summary, rows), XLSX);
  await store.fileReady(period, "settlement.csv");
  await store.fileReady(period, "settlement.xlsx");
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const AMOUNT = LINES.indexOf("金额(元) Amount");

type Row = (string | number)[];

async function partOf(settlement: Settlement, store: SettlementStore): Promise<{ head: Row; rows: Row[] }> {
  const { manifest, totalFen } = settlement;
  const [lines, enterprise, placements] = await Promise.all([
    settledLines(manifest, store),
    registryQueries().enterprise(manifest.uscc),
    placementQueries().placementsOf(manifest.uscc),
  ]);
  const placed = new Map(placements.map((placement) => [placement.placementId, placement]));
  const name = enterprise?.name ?? "";
  const rows = lines.map((line): Row => {
    const placement = placed.get(line.placementId);
    const reasons = line.reasons.map(({ zh }) => zh).join("；");
    const who = [
      line.lineId,
      manifest.uscc,
      name,
      placement?.placementNo ?? line.placementId,
      placement?.maskedName ?? "",
    ];
    const what = [
      line.scheme,
      line.earnedPeriod,
      line.bookedPeriod,
      line.days,
      line.amountFen,
      line.policyVersion ?? "",
    ];
    return [...who, ...what, reasons];
  });
  return { head: [manifest.uscc, name, settlement.lines, totalFen], rows };
}

/** Amounts are numbers of yuan with two decimals, totals are formulas over the cells above them. */
async function workbook(period: Period, summary: readonly Row[], rows: readonly Row[]): Promise<Uint8Array> {
  const cells = new Map<string, Partial<Cell>>();
  const asYuan = (row: Row, column: number): CellValue[] =>
    row.map((value, at) => (at === column ? (value as number) / 100 : value));
  const total = (sheet: readonly Row[], column: number, letter: string, end: number) => {
    const sum = sumFen(sheet.map((row) => row[column] as number)) / 100;
    cells.set(`${end},${column}`, {
      formula: `SUM(${letter}2:${letter}${end})`,
      formulaResult: sum,
      type: "formula",
      style: MONEY,
    });
    return sum;
  };
  const end = summary.length + 1;
  const closing: CellValue[] = [
    "合计 Total",
    "",
    sumFen(summary.map((row) => row[2] as number)),
    total(summary, 3, "D", end),
  ];
  return (await writeXlsx({
    properties: { title: `${period} 实习补贴结算 Settlement`, creator: "Ronghe 融合" },
    sheets: [
      {
        name: "汇总 Summary",
        rows: [SUMMARY, ...summary.map((row) => asYuan(row, 3)), closing],
        columns: [{ width: 24 }, { width: 36 }, { width: 12 }, { width: 18, style: MONEY }],
        freezePane: { rows: 1 },
        cells,
      },
      {
        name: "明细 Lines",
        rows: [LINES, ...rows.map((row) => asYuan(row, AMOUNT))],
        columns: LINES.map((_, column) => (column === AMOUNT ? { width: 14, style: MONEY } : { width: 18 })),
        freezePane: { rows: 1 },
        autoFilter: { range: `A1:L${rows.length + 1}` },
      },
    ],
  })) as Uint8Array;
}

const MONEY = { numFmt: "#,##0.00" };
