import {
  After,
  type DataTable,
  defineParameterType,
  Given,
  setWorldConstructor,
  Then,
  When,
} from "quickpickle";
import { expect } from "vitest";
import { owed } from "../../../functions/subsidy/account.ts";
import { entitle } from "../../../functions/subsidy/entitle.ts";
import { sumFen, yuan } from "../../../shared/values/money.ts";
import { monthsBetween, type Period } from "../../../shared/values/period.ts";
import { policyOf, type Row, studentsOf } from "./table.ts";
import { MoneyWorld } from "./world.ts";

setWorldConstructor(MoneyWorld);
defineParameterType({ name: "name", regexp: /「([^」]+)」/, transformer: (text: string) => text });
defineParameterType({ name: "period", regexp: /\d{4}-\d{2}(?!-)/, transformer: (text: string) => text });
defineParameterType({ name: "date", regexp: /\d{4}-\d{2}-\d{2}/, transformer: (text: string) => text });

/* 假如：政策、认定、安置 */

Given(
  "岗位实习政策{name}自{period}起执行",
  (world: MoneyWorld, version: string, from: Period, table?: DataTable) =>
    world.publish(policyOf(version, from, table?.rowsHash() ?? {})),
);
Given(
  "{name}自{date}至{date}通过实习实训规范认定",
  (world: MoneyWorld, uscc: string, from: string, to: string) => world.certify(uscc, from, to),
);
Given(
  "{name}自{date}至{date}在{name}实习",
  (world: MoneyWorld, who: string, from: string, to: string, uscc: string) =>
    world.place(who, uscc, "internship", from, to),
);
Given(
  "{name}自{date}至{date}在{name}当学徒",
  (world: MoneyWorld, who: string, from: string, to: string, uscc: string) =>
    world.place(who, uscc, "apprenticeship", from, to),
);

/* 当：报送、撤回、更改、结账 */

const submit = (
  world: MoneyWorld,
  uscc: string,
  period: Period,
  table: DataTable,
  more: { on?: string; replacesMonth?: boolean },
) => {
  const name = `${uscc} ${period} ${world.uploads.length + 1}`;
  const students = studentsOf(table.hashes(), period);
  world.announce({
    name,
    uscc,
    period,
    announcedOn: more.on,
    replacesMonth: more.replacesMonth ?? false,
    students,
  });
  world.accept(name);
};

When("{name}报送{period}考勤", (world: MoneyWorld, uscc: string, period: Period, table: DataTable) =>
  submit(world, uscc, period, table, {}),
);
When(
  "{name}于{date}报送{period}考勤",
  (world: MoneyWorld, uscc: string, on: string, period: Period, table: DataTable) =>
    submit(world, uscc, period, table, { on }),
);
When("{name}整月重报{period}考勤", (world: MoneyWorld, uscc: string, period: Period, table: DataTable) =>
  submit(world, uscc, period, table, { replacesMonth: true }),
);
When(
  "{name}每月报送考勤，自{period}至{period}",
  (world: MoneyWorld, uscc: string, from: Period, to: Period, table: DataTable) => {
    for (const period of monthsBetween(from, to)) submit(world, uscc, period, table, {});
  },
);
When(
  "{name}公布{period}考勤文件{name}",
  (world: MoneyWorld, uscc: string, period: Period, name: string, table: DataTable) =>
    world.announce({
      name,
      uscc,
      period,
      announcedOn: undefined,
      replacesMonth: false,
      students: studentsOf(table.hashes(), period),
    }),
);
When("文件{name}处理完毕", (world: MoneyWorld, name: string) => world.accept(name));
When("文件{name}的消息重复送达", (world: MoneyWorld, name: string) => world.deliverAgain(name));
When("{name}撤回最近一次{period}考勤", (world: MoneyWorld, uscc: string, period: Period) =>
  world.withdrawLatest(uscc, period),
);
When("{name}的认定自{date}起撤销", (world: MoneyWorld, uscc: string, from: string) =>
  world.revoke(uscc, from),
);
When("{name}在{name}的实习改为{date}结束", (world: MoneyWorld, who: string, uscc: string, end: string) =>
  world.changePlacement(who, uscc, { end }),
);
When("经办人员裁定保留{name}在{name}的安置", (world: MoneyWorld, who: string, uscc: string) => {
  const others = world.placements.filter((one) => one.student === who && one.uscc !== uscc);
  world.changePlacement(who, uscc, { keptOver: others.map(({ placementId }) => placementId) });
});
When(
  "{name}在{name}于{date}被查出{name}",
  (world: MoneyWorld, who: string, uscc: string, date: string, code: string) =>
    world.findViolation(who, uscc, date, code),
);
When("{name}的违规处理完毕", (world: MoneyWorld, who: string) => world.clearViolations(who));
When("{period}结账", (world: MoneyWorld, period: Period) => world.close(period));
When("自{period}至{period}逐月结账", (world: MoneyWorld, from: Period, to: Period) => {
  for (const period of monthsBetween(from, to)) world.close(period);
});

/* 那么：只有表中这些，不多不少 */

const sorted = (rows: Row[]) => rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Only the columns the table names, in its order. */
const inColumnsOf = (table: DataTable, rows: Row[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(
      (table.raw()[0] ?? []).map((column: string) => [column, row[column] ?? `没有「${column}」这一栏`]),
    ),
  );

function expectOnly(table: DataTable, rows: Row[]): void {
  expect(sorted(inColumnsOf(table, rows))).toEqual(sorted(table.hashes()));
}

Then("应计补贴只有", (world: MoneyWorld, table: DataTable) => {
  const rows = world.standing().map((one) => ({
    学生: one.student,
    企业: one.uscc,
    所属月: one.period,
    天数: String(one.days),
    金额: yuan(one.amountFen),
    政策: one.policyVersion ?? "无",
    原因: one.reasons.map(({ code }) => code).join(" "),
    说明: one.reasons.map(({ zh }) => zh).join("。"),
  }));
  expectOnly(table, rows);
});

Then("账上只有这些分录", (world: MoneyWorld, table: DataTable) => {
  const rows = world.accounts.flatMap(({ subjectId, period, entries }) =>
    entries.map((entry) => ({
      学生: subjectId,
      企业: entry.uscc,
      所属月: period,
      序号: String(entry.n),
      天数: String(entry.days),
      金额: yuan(entry.amountFen),
      政策: entry.policyVersion ?? "无",
      原因: entry.reasons.map(({ code }) => code).join(" "),
      起因: entry.cause.kind,
    })),
  );
  expectOnly(table, rows);
});

const lineRows = (world: MoneyWorld, period: Period): Row[] =>
  world.lines
    .filter(({ bookedPeriod }) => bookedPeriod === period)
    .map((line) => ({
      学生: line.subjectId,
      企业: line.uscc,
      所属月: line.earnedPeriod,
      天数: String(line.days),
      应计: yuan(line.owedFen),
      金额: yuan(line.amountFen),
      待拨: yuan(line.waitingFen),
      原因: line.reasons.map(({ code }) => code).join(" "),
      政策: line.policyVersion ?? "无",
      分录: `${line.fromN}-${line.toN}`,
    }));

Then("{period}结算单只有这些行", (world: MoneyWorld, period: Period, table: DataTable) =>
  expectOnly(table, lineRows(world, period)),
);
Then("{period}结算单没有任何行", (world: MoneyWorld, period: Period) =>
  expect(lineRows(world, period)).toEqual([]),
);

/** Rows are earned months, columns booked months; `—` where no line was booked. */
Then("所属月与结算月对照为", (world: MoneyWorld, table: DataTable) => {
  const [, ...booked] = table.raw()[0] ?? [];
  const months = [...new Set(world.lines.map(({ earnedPeriod }) => earnedPeriod))].toSorted();
  const rows = months.map((earned) => [
    earned,
    ...booked.map((month: string) => cellOf(world, earned, month)),
  ]);
  expect(rows).toEqual(table.rows());
  expect(world.lines.every(({ bookedPeriod }) => booked.includes(bookedPeriod))).toBe(true);
});

function cellOf(world: MoneyWorld, earned: Period, booked: Period): string {
  const lines = world.lines.filter((line) => line.earnedPeriod === earned && line.bookedPeriod === booked);
  return lines.length === 0 ? "—" : yuan(sumFen(lines.map(({ amountFen }) => amountFen)));
}

/* Whatever a scenario did, the books hold what is owed, and no close books an entry twice. */
After((world: MoneyWorld) => {
  for (const student of world.students()) {
    const due = sumFen(entitle(world.facts(student), world.policies).map(({ amountFen }) => amountFen));
    const books = sumFen(world.accounts.filter(({ subjectId }) => subjectId === student).map(owed));
    expect([student, books]).toEqual([student, due]);
  }
  const booked = world.claims.flatMap(({ subjectId, earnedPeriod, placementId, fromN, toN }) => [
    `${subjectId} ${earnedPeriod} ${placementId} ${fromN}`,
    ...(fromN === toN ? [] : [`${subjectId} ${earnedPeriod} ${placementId} ${toN}`]),
  ]);
  expect(new Set(booked).size).toBe(booked.length);
});
