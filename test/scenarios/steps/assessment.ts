import { type DataTable, Given, type QuickPickleWorldInterface, Then, When } from "quickpickle";
import { expect } from "vitest";
import {
  type Assessment,
  type MonthInputs,
  nextRevision,
  type Revision,
} from "../../../functions/assessment/assess.ts";
import type { Actual, Grade, Indicator, Kind } from "../../../functions/assessment/indicator.ts";
import { defaultRules } from "../../../functions/assessment/rules.ts";
import { examine } from "../../../functions/assessment/target.ts";
import { addMonths, type Period } from "../../../shared/values/period.ts";

type Row = Record<string, string>;

/** A leading group's desk: what it wants of whom, what was reached, and the revisions that were frozen. */
interface Desk {
  units: Map<
    string,
    { group: string; indicators: Indicator[]; actuals: Map<Period, Record<string, Actual>> }
  >;
  revisions: Revision[];
  published: Assessment[] | null;
}

function deskOf(world: QuickPickleWorldInterface): Desk {
  world.data["assessment"] ??= { units: new Map(), revisions: [], published: null } satisfies Desk;
  return world.data["assessment"] as Desk;
}

function unitOf(world: QuickPickleWorldInterface, name: string) {
  const { units } = deskOf(world);
  const unit = units.get(name) ?? { group: "县区", indicators: [], actuals: new Map() };
  units.set(name, unit);
  return unit;
}

const KINDS: Record<string, Kind> = {
  定量: "quantitative",
  越多越好: "higher-is-better",
  越少越好: "lower-is-better",
  必须达到: "must-reach",
  定性: "qualitative",
  加分: "bonus",
  扣分: "deduction",
  一票否决: "veto",
};

/** Rows of 指标, 类型, 权重, 年度目标 and 计划: `直线`, twelve values, or what is planned from June on. */
function indicatorOf(row: Row): Indicator {
  const kind = KINDS[row["类型"] ?? "定量"];
  if (!kind) throw new Error(`Unknown kind ${row["类型"]}`);
  const target = row["年度目标"] && row["年度目标"] !== "—" ? Number(row["年度目标"]) : null;
  const curve = target === null ? [] : curveOf(row["计划"] ?? "直线", target);
  return { code: row["指标"] ?? "", kind, weight: Number(row["权重"] ?? 0), target, curve };
}

function curveOf(text: string, target: number): number[] {
  const values = text.split(" ").map(Number);
  if (values.length > 1) return values;
  return Array.from({ length: 12 }, (_, index) =>
    text === "直线" ? (target * (index + 1)) / 12 : index < 5 ? 0 : Number(text),
  );
}

const actualOf = (text: string): Actual => ({
  value: /^[优良中差]$/.test(text) ? (text as Grade) : Number(text),
  sources: [],
});

Given(/^「(.+)」的年度指标$/, (world: QuickPickleWorldInterface, name: string, table: DataTable) => {
  unitOf(world, name).indicators = table.hashes().map(indicatorOf);
});

Given(/^「(.+)」属于(.+)组$/, (world: QuickPickleWorldInterface, name: string, group: string) => {
  unitOf(world, name).group = group;
});

/** One indicator of a hundred points out of a hundred planned, so that a value is a total. */
Given(/^各单位(\d{4}-\d{2})总分$/, (world: QuickPickleWorldInterface, period: Period, table: DataTable) => {
  for (const { 单位, 组别, 总分 } of table.hashes() as Row[]) {
    const unit = unitOf(world, 单位 ?? "");
    unit.group = 组别 ?? "县区";
    unit.indicators = [
      { code: "总体", kind: "quantitative", weight: 100, target: 100, curve: Array(12).fill(100) },
    ];
    unit.actuals.set(period, { 总体: actualOf(总分 ?? "") });
  }
});

Given(/^「(.+)」(\d{4}-\d{2})累计完成$/, reportAll);
When(/^「(.+)」更正(\d{4}-\d{2})累计完成$/, reportAll);

function reportAll(world: QuickPickleWorldInterface, name: string, period: Period, table: DataTable): void {
  const { actuals } = unitOf(world, name);
  const rows = table
    .hashes()
    .map(({ 指标, 完成 }: Row): [string, Actual] => [指标 ?? "", actualOf(完成 ?? "")]);
  actuals.set(period, { ...actuals.get(period), ...Object.fromEntries(rows) });
}

When(/^考核(\d{4}-\d{2})$/, (world: QuickPickleWorldInterface, period: Period) => {
  const { revisions } = deskOf(world);
  const latest = (month: Period) => revisions.findLast((one) => one.period === month);
  const next = nextRevision(inputsOf(deskOf(world), period), latest(period), latest(addMonths(period, -1)));
  if (next) revisions.push(next);
});

const inputsOf = ({ units }: Desk, period: Period): MonthInputs => ({
  period,
  rules: defaultRules,
  units: [...units].map(([unitId, { group, indicators, actuals }]) => ({
    unitId,
    name: unitId,
    group,
    indicators,
    actuals: actuals.get(period) ?? {},
  })),
});

When(/^领导小组公布(\d{4}-\d{2})排名$/, (world: QuickPickleWorldInterface, period: Period) => {
  deskOf(world).published = latestOf(world, period);
});

function latestOf(world: QuickPickleWorldInterface, period: Period): Assessment[] {
  const latest = deskOf(world).revisions.findLast((one) => one.period === period);
  if (!latest) throw new Error(`${period} was never assessed`);
  return latest.assessments;
}

function ofUnit(world: QuickPickleWorldInterface, name: string, period: Period): Assessment {
  const found = latestOf(world, period).find(({ unitId }) => unitId === name);
  if (!found) throw new Error(`${name} was not assessed`);
  return found;
}

const decimals = (value: number): string => value.toFixed(2);

Then(
  /^「(.+)」(\d{4}-\d{2})得分明细$/,
  (world: QuickPickleWorldInterface, name: string, period: Period, table: DataTable) => {
    const rows = ofUnit(world, name, period).lines.map((line) => ({
      指标: line.code,
      计划: String(line.planned ?? "—"),
      完成: String(line.actual ?? "未报"),
      完成率: line.ratio === null ? "—" : line.ratio.toFixed(4),
      得分: decimals(line.points),
    }));
    expect(rows).toEqual(table.hashes());
  },
);

Then(
  /^「(.+)」(\d{4}-\d{2})总分(-?[\d.]+)，等次(.)$/,
  (world: QuickPickleWorldInterface, name: string, period: Period, total: string, grade: string) => {
    const found = ofUnit(world, name, period);
    expect([decimals(found.total), found.grade]).toEqual([total, grade]);
  },
);

const rankingRows = (assessments: readonly Assessment[]): Row[] =>
  assessments.map(({ group, rank, unitId, tied, total, previous }) => ({
    组别: group,
    名次: String(rank),
    单位: unitId,
    并列: tied ? "是" : "否",
    总分: decimals(total),
    上月名次: String(previous?.rank ?? "—"),
  }));

/** The columns that the table names, row by row. */
function expectRows(table: DataTable, rows: readonly Row[]): void {
  const columns: string[] = table.raw()[0] ?? [];
  const cut = rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
  expect(cut).toEqual(table.hashes());
}

Then(/^(\d{4}-\d{2})排名$/, (world: QuickPickleWorldInterface, period: Period, table: DataTable) =>
  expectRows(table, rankingRows(latestOf(world, period))),
);
Then(/^公众看到的排名$/, (world: QuickPickleWorldInterface, table: DataTable) =>
  expectRows(table, rankingRows(deskOf(world).published ?? [])),
);
Then(/^公众看不到排名$/, (world: QuickPickleWorldInterface) => expect(deskOf(world).published).toBeNull());
Then(/^(\d{4}-\d{2})共有(\d+)版得分$/, (world: QuickPickleWorldInterface, period: Period, count: string) =>
  expect(deskOf(world).revisions.filter((one) => one.period === period)).toHaveLength(Number(count)),
);

Then(/^目标审查发现$/, (world: QuickPickleWorldInterface, table: DataTable) => {
  const units = [...deskOf(world).units].map(([unitId, { group, indicators }]) => ({
    unitId,
    group,
    indicators,
  }));
  const { findings } = examine(units, new Set(units.map(({ unitId }) => unitId)));
  expectRows(
    table,
    findings.map(({ code, zh, pointer }) => ({ 问题: code, 说明: zh, 位置: pointer })),
  );
});
