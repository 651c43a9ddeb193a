import { After, type DataTable, defineParameterType, Given, Then, When } from "quickpickle";
import { expect } from "vitest";
import { owed } from "../../../functions/subsidy/account.ts";
import type { Result } from "../../../functions/subsidy/facts.ts";
import type { Policy } from "../../../functions/subsidy/policy.ts";
import type { ClassForm } from "../../../functions/subsidy/schemes/apprenticeship/form.ts";
import {
  type ApprenticeshipPolicy,
  defaultApprenticeshipPolicy,
  type Level,
} from "../../../functions/subsidy/schemes/apprenticeship/policy.ts";
import {
  type BaseAwardPolicy,
  defaultBaseAwardPolicy,
} from "../../../functions/subsidy/schemes/base-award/policy.ts";
import {
  defaultInsurancePolicy,
  type InsurancePolicy,
} from "../../../functions/subsidy/schemes/insurance/policy.ts";
import { fenFromYuan, sumFen } from "../../../shared/values/money.ts";
import type { LocalDate, Period } from "../../../shared/values/period.ts";
import type { Row } from "./table.ts";
import type { MoneyWorld } from "./world.ts";

const LEVELS: Record<string, Level> = {
  中级工: "intermediate",
  高级工: "senior",
  技师: "technician",
  高级技师: "senior-technician",
};
defineParameterType({
  name: "level",
  regexp: /中级工|高级工|高级技师|技师/,
  transformer: (text: string) => LEVELS[text] as Level,
});
defineParameterType({ name: "count", regexp: /\d+/, transformer: Number });

const yuanOf = (value: string): number => fenFromYuan(value.replace("元", "")) ?? Number.NaN;
const percentOf = (value: string): number => Number(value.replace("%", ""));
const on = (date: LocalDate, sub: string) => ({ sub, at: new Date(`${date}T10:00:00+08:00`) });

/* 假如：政策 */

type Items<P> = Record<string, (value: string, policy: P) => Partial<P>>;

/** A scheme's default policy with what a table of 项目 and 取值 says otherwise. */
function changed<P extends Policy>(shipped: P, rows: Row, items: Items<P>): P {
  let policy = shipped;
  for (const [item, value] of Object.entries(rows)) {
    const read = items[item];
    if (!read) throw new Error(`Unknown policy item ${item}`);
    policy = { ...policy, ...read(value, policy) };
  }
  return policy;
}

const rateOf =
  (level: Level) =>
  (value: string, { ratesFen }: ApprenticeshipPolicy): Partial<ApprenticeshipPolicy> => ({
    ratesFen: { ...ratesFen, [level]: value === "不补贴" ? null : yuanOf(value) },
  });
const CLASSES: Items<ApprenticeshipPolicy> = {
  中级工: rateOf("intermediate"),
  高级工: rateOf("senior"),
  技师: rateOf("technician"),
  预拨比例: (value) => ({ advancePercent: percentOf(value) }),
  未取证比例: (value) => ({ withoutCertificatePercent: percentOf(value) }),
  最多年限: (value) => ({ maxYears: Number(value.replace("年", "")) }),
  同级一次: (value) => ({ oncePerLevel: value === "是" }),
};
const AWARDS: Items<BaseAwardPolicy> = {
  奖补比例: (value) => ({ percent: percentOf(value) }),
  最低投入: (value) => ({ minimumInvestmentFen: yuanOf(value) }),
  单项上限: (value) => ({ capFen: value === "无" ? null : yuanOf(value) }),
};
const INSURANCES: Items<InsurancePolicy> = {
  标准: (value) => ({ rateFen: yuanOf(value) }),
  方式: (value) => ({ basis: value === "定额" ? "flat" : "actual" }),
  最低天数: (value) => ({ minDays: Number(value.replace("天", "")) }),
  次数: (value) => ({ oncePer: value === "每人每年一次" ? "person-year" : "placement" }),
};

const inForce = (version: string, effectiveFrom: Period) => ({ version, effectiveFrom, documentNo: "示例" });

Given(
  "学徒制政策{name}自{period}起执行",
  (world: MoneyWorld, version: string, from: Period, table?: DataTable) =>
    world.publish(
      changed(
        { ...defaultApprenticeshipPolicy, ...inForce(version, from) },
        table?.rowsHash() ?? {},
        CLASSES,
      ),
    ),
);
Given(
  "奖补政策{name}自{period}起执行",
  (world: MoneyWorld, version: string, from: Period, table?: DataTable) =>
    world.publish(
      changed({ ...defaultBaseAwardPolicy, ...inForce(version, from) }, table?.rowsHash() ?? {}, AWARDS),
    ),
);
Given(
  "保险补贴政策{name}自{period}起执行",
  (world: MoneyWorld, version: string, from: Period, table?: DataTable) =>
    world.publish(
      changed({ ...defaultInsurancePolicy, ...inForce(version, from) }, table?.rowsHash() ?? {}, INSURANCES),
    ),
);
Given(
  "{name}在{name}投保，自{date}至{date}，保费{count}元",
  (world: MoneyWorld, who: string, uscc: string, from: LocalDate, to: LocalDate, premium: number) =>
    world.changePlacement(who, uscc, { insurance: { from, to, premiumFen: premium * 100 } }),
);
Given(
  "{name}在{name}投保，自{date}至{date}，未登记保费",
  (world: MoneyWorld, who: string, uscc: string, from: LocalDate, to: LocalDate) =>
    world.changePlacement(who, uscc, { insurance: { from, to } }),
);
Given("{name}在{name}时是{count}年级学生", (world: MoneyWorld, who: string, uscc: string, grade: number) =>
  world.changePlacement(who, uscc, { grade }),
);
/* 当：申请、决定、结果 */

function openClass(
  world: MoneyWorld,
  [uscc, day, title]: [string, LocalDate, string],
  change: Pick<ClassForm, "level" | "years"> & { names: string[] },
): void {
  const { names, ...rest } = change;
  const placementIds = names.map((name) => `${title} ${name}`);
  const form = { scheme: "apprenticeship" as const, uscc, title, opensOn: day, endsOn: "2099-12-31" };
  world.desk.apply({ ...form, ...rest, placementIds }, on(day, uscc));
}

const somebody = (count: number, title: string) =>
  Array.from({ length: count }, (_, index) => `${title}${index + 1}号`);

When(
  "{name}于{date}申请开设{level}班{name}，学徒{count}人，培训{count}年",
  (
    world: MoneyWorld,
    uscc: string,
    day: LocalDate,
    level: Level,
    title: string,
    heads: number,
    years: number,
  ) => openClass(world, [uscc, day, title], { level, years, names: somebody(heads, title) }),
);
When(
  "{name}于{date}申请开设{level}班{name}，学徒为",
  (world: MoneyWorld, uscc: string, day: LocalDate, level: Level, title: string, table: DataTable) =>
    openClass(world, [uscc, day, title], { level, years: 1, names: table.raw().flat() }),
);
When(
  "{name}于{date}申请奖补{name}",
  (world: MoneyWorld, uscc: string, day: LocalDate, title: string, table: DataTable) => {
    const invoices = table.hashes().map((row: Row) => ({
      number: row["发票"] ?? "",
      date: day,
      amountFen: yuanOf(row["金额"] ?? ""),
      fiscalFen: yuanOf(row["财政资金"] ?? "0"),
    }));
    world.desk.apply({ scheme: "base-award", uscc, title, invoices }, on(day, uscc));
  },
);
When("{name}于{date}批准{name}", (world: MoneyWorld, sub: string, day: LocalDate, title: string) => {
  world.desk.decide(title, { decision: "approve", documentNo: "示〔2026〕3号" }, on(day, sub));
  world.book({ kind: "application", id: `${title} approved` });
});
When("{name}于{date}驳回{name}", (world: MoneyWorld, sub: string, day: LocalDate, title: string) => {
  world.desk.decide(title, { decision: "reject", reason: "材料不全" }, on(day, sub));
  world.book({ kind: "application", id: `${title} rejected` });
});
When("{name}于{date}撤销对{name}的批准", (world: MoneyWorld, sub: string, day: LocalDate, title: string) => {
  world.desk.decide(title, { decision: "revoke", reason: "核查不实" }, on(day, sub));
  world.book({ kind: "application", id: `${title} revoked` });
});
When(
  "{name}于{date}报送{name}结果，取证{count}人、未取证{count}人",
  (world: MoneyWorld, sub: string, day: LocalDate, title: string, passed: number, trained: number) => {
    const { placementIds } = world.desk.find(title).form as ClassForm;
    const results = placementIds.map((placementId, index): Result => {
      if (index < passed) return { placementId, outcome: "passed", certificateNo: `证${title}${index}` };
      return { placementId, outcome: index < passed + trained ? "trained" : "left" };
    });
    world.desk.postResults(title, results, on(day, sub));
    world.book({ kind: "application", id: `${title} posted` });
  },
);
When("{name}于{date}确认{name}的结果", (world: MoneyWorld, sub: string, day: LocalDate, title: string) => {
  world.desk.confirm(title, on(day, sub));
  world.book({ kind: "application", id: `${title} confirmed` });
});
When("{name}的消息重复送达", (world: MoneyWorld, title: string) =>
  world.book({ kind: "application", id: `${title} confirmed` }),
);

/* 那么 */

Then("不予办理，因为{name}", (world: MoneyWorld, reason: string) => {
  expect(world.desk.refused).toBe(reason);
  world.desk.refused = undefined;
});
Then("{name}没有任何分录", (world: MoneyWorld, title: string) =>
  expect(world.accounts.filter(({ subjectId }) => subjectId === title)).toEqual([]),
);

/* Whatever a scenario did, an application's books hold what is owed, and nothing was refused that it didn't speak of. */
After((world: MoneyWorld) => {
  expect(world.desk?.refused).toBeUndefined();
  for (const { id } of world.desk?.applications ?? []) {
    const due = sumFen(world.dueOn(id).map(({ amountFen }) => amountFen));
    const books = sumFen(world.accounts.filter(({ subjectId }) => subjectId === id).map(owed));
    expect([id, books]).toEqual([id, due]);
  }
});
