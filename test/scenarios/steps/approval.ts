import { type DataTable, Given, type QuickPickleWorldInterface, Then, When } from "quickpickle";
import { expect } from "vitest";
import {
  type Check,
  checksFingerprint,
  checksOf,
  type EnterpriseFigures,
} from "../../../functions/settlement/month/checks.ts";
import { hasReached } from "../../../functions/settlement/month/period.ts";
import { type Thresholds, UNCONFIRMED_THRESHOLDS } from "../../../functions/settlement/month/thresholds.ts";
import { standingOf } from "../../../functions/settlement/publicity/objection.ts";
import { type Fen, fenFromYuan, sumFen, yuan } from "../../../shared/values/money.ts";
import { addMonths, type LocalDate, type Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { Office } from "./office.ts";

type World = QuickPickleWorldInterface;

/** The office of a scenario, and what is only looked at: what was paid, the limits, and what somebody has seen. */
interface Desk {
  office: Office;
  paid: Map<Period, Map<string, Fen>>;
  thresholds: Thresholds;
  seen: string;
}

function deskOf(world: World): Desk {
  const fresh = { office: new Office(), paid: new Map(), thresholds: UNCONFIRMED_THRESHOLDS, seen: "" };
  world.data["office"] ??= fresh satisfies Desk;
  return world.data["office"] as Desk;
}
const officeOf = (world: World): Office => deskOf(world).office;

const refusalOf = (work: () => unknown): string => {
  try {
    work();
  } catch (cause) {
    if (cause instanceof Problem) return cause.facts.code;
    throw cause;
  }
  return "并未拒绝";
};

/* 假如：公示、账户、警戒值 */

const ruleOf = (days: number, counted: string) => ({
  publicityDays: days,
  countFirstDay: counted === "计入",
});
Given("公示期为{int}个工作日，公示当日{name}", (world: World, days: number, counted: string) => {
  officeOf(world).rules = [ruleOf(days, counted)];
});
Given("各方案的公示期为", (world: World, table: DataTable) => {
  officeOf(world).rules = table
    .hashes()
    .map((row: Record<string, string>) => ruleOf(Number(row["工作日"]), row["公示当日"] ?? ""));
});
Given(
  "{name}于{date}月结并公示{period}",
  (world: World, by: string, on: LocalDate, period: Period, table: DataTable) => {
    const bookings = table.hashes().map((row: Record<string, string>) => ({
      uscc: row["企业"] ?? "",
      subject: row["学生"] ?? "",
      earned: row["所属月"] ?? period,
      amountFen: fenFromYuan(row["金额"] ?? "") ?? 0,
    }));
    officeOf(world).publish(period, bookings, by, on);
  },
);
Given("{name}变更并确认了收款账户", (world: World, uscc: string) => {
  const { accounts } = officeOf(world);
  accounts.set(uscc, (accounts.get(uscc) ?? 0) + 1);
});
Given("总额警戒值设为{int}%", (world: World, percent: number) => {
  deskOf(world).thresholds = { ...UNCONFIRMED_THRESHOLDS, totalPercent: percent };
});

/* 当：异议、处理、批准、拨付 */

const linesOf = (world: World, period: Period, student: string): string[] =>
  officeOf(world)
    .lines.filter((line) => line.bookedPeriod === period && line.subjectId === student)
    .map(({ lineId }) => lineId);

When("有人对{period}公示的{name}提出异议", (world: World, period: Period, student: string) => {
  officeOf(world).object(period, linesOf(world, period, student));
});
When(
  "有人对{period}公示的{name}提出{int}件异议",
  (world: World, period: Period, student: string, count: number) => {
    for (let filed = 0; filed < count; filed++)
      officeOf(world).object(period, linesOf(world, period, student));
  },
);
When("经办人员认定对{name}的异议成立", (world: World, student: string) =>
  decideFirst(world, student, "uphold"),
);
When("经办人员驳回对{name}的异议", (world: World, student: string) => decideFirst(world, student, "dismiss"));
When("{name}于{date}批准{period}", (world: World, by: string, on: LocalDate, period: Period) =>
  officeOf(world).approve(period, by, on),
);
When("财政下达{period}的拨付", (world: World, period: Period) => {
  deskOf(world).paid.set(period, officeOf(world).instruct(period));
});
When("财政查看{period}的核对项", (world: World, period: Period) => {
  deskOf(world).seen = checksFingerprint(checks(world, period));
});

function decideFirst(world: World, student: string, decision: "uphold" | "dismiss"): void {
  const office = officeOf(world);
  const named = new Set(
    office.lines.filter((line) => line.subjectId === student).map(({ lineId }) => lineId),
  );
  const about = office.objections.filter(({ lineIds }) => lineIds.some((lineId) => named.has(lineId)));
  const first = about.find(({ status }) => status === "open") ?? about[0];
  if (!first) throw new Error(`Nobody objects to ${student}`);
  office.decide(first.id, decision);
}

/* 那么 */

Then("{period}公示至{date}，次日起可批准", (world: World, period: Period, last: LocalDate) =>
  expect(officeOf(world).month(period).publicityEnd).toBe(last),
);
Then("{period}拨付只有", (world: World, period: Period, table: DataTable) => {
  const paid = [...(deskOf(world).paid.get(period) ?? [])].filter(([, amountFen]) => amountFen > 0);
  expect(paid.map(([uscc, amountFen]) => [uscc, yuan(amountFen)])).toEqual(table.rows());
});
Then("{period}没有拨付", (world: World, period: Period) =>
  expect([...(deskOf(world).paid.get(period)?.values() ?? [])].filter((amountFen) => amountFen > 0)).toEqual(
    [],
  ),
);
Then("{name}暂缓{float}元", (world: World, uscc: string, amount: number) =>
  expect(yuan(officeOf(world).heldFen(uscc, "9999-12"))).toBe(amount.toFixed(2)),
);
Then("对{period}公示的异议状态为", (world: World, period: Period, table: DataTable) => {
  const standing = standingOf(officeOf(world).objections);
  const rows = officeOf(world)
    .lines.filter((line) => line.bookedPeriod === period)
    .map((line) => [line.subjectId, STATUSES[standing.get(line.lineId) ?? "none"]]);
  expect(rows).toEqual(table.rows());
});
const STATUSES = { none: "无", open: "待处理", upheld: "成立", dismissed: "驳回" };

Then(
  "{name}于{date}不能批准{period}，因为{name}",
  (world: World, by: string, on: LocalDate, period: Period, code: string) =>
    expect(refusalOf(() => officeOf(world).approve(period, by, on))).toBe(code),
);
Then(
  "不能对{period}公示的{name}提出异议，因为{name}",
  (world: World, period: Period, student: string, code: string) =>
    expect(refusalOf(() => officeOf(world).object(period, linesOf(world, period, student)))).toBe(code),
);
Then("不能再次处理对{name}的异议，因为{name}", (world: World, student: string, code: string) =>
  expect(refusalOf(() => decideFirst(world, student, "uphold"))).toBe(code),
);
Then("{period}需要留意的核对项只有", (world: World, period: Period, table: DataTable) => {
  const exceeded = checks(world, period).filter((check) => check.exceeded);
  const rows = exceeded.map(({ code, value, items }) => [
    code,
    String(value),
    (items ?? []).map(({ uscc }) => uscc).join("、"),
  ]);
  expect(rows).toEqual(table.rows());
});
Then("{period}的核对项与查看时{name}", (world: World, period: Period, same: string) =>
  expect(checksFingerprint(checks(world, period)) === deskOf(world).seen).toBe(same === "相同"),
);

function checks(world: World, period: Period): Check[] {
  const { office, thresholds } = deskOf(world);
  const previous = office.month(addMonths(period, -1));
  const open = office.objections.filter((one) => one.period === period && one.status === "open");
  const usccs = new Set(office.lines.filter((line) => line.bookedPeriod === period).map(({ uscc }) => uscc));
  return checksOf(
    {
      totals: office.month(period).totals,
      previous: hasReached(previous, "published") ? previous.totals : null,
      enterprises: [...usccs].map((uscc) => figuresOf(office, uscc, period)),
      openObjections: open.length,
    },
    thresholds,
  );
}

function figuresOf(office: Office, uscc: string, period: Period): EnterpriseFigures {
  const own = office.lines.filter((line) => line.uscc === uscc);
  const amountOf = (month: Period) => {
    const lines = own.filter((line) => line.bookedPeriod === month);
    return lines.length === 0 ? null : sumFen(lines.map(({ amountFen }) => amountFen));
  };
  const last = office.payments.findLast((one) => one.uscc === uscc && one.period < period);
  return {
    uscc,
    name: uscc,
    amountFen: amountOf(period) ?? 0,
    previousFen: amountOf(addMonths(period, -1)),
    isNew: own.every((line) => line.bookedPeriod >= period),
    lastPaidElsewhereFen: last && last.account !== office.account(uscc) ? last.amountFen : null,
    held: false,
    openObjections: office.objections.filter(
      ({ status, lineIds }) => status === "open" && own.some(({ lineId }) => lineIds.includes(lineId)),
    ).length,
  };
}
