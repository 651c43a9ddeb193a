import {
  After,
  type DataTable,
  defineParameterType,
  Given,
  type QuickPickleWorldInterface,
  Then,
  When,
} from "quickpickle";
import { expect } from "vitest";
import { demandIdFor, demandStatus } from "../../../functions/settlement/payment/demand.ts";
import { isOpenReturn, type Payment, paymentIdFor } from "../../../functions/settlement/payment/payment.ts";
import { fenFromYuan, sumFen, yuan } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { PayeeBooks } from "./payee-books.ts";

type World = QuickPickleWorldInterface;

/** What finance, the banks and the enterprises have done, payee by payee, and how the last attempt ended. */
interface Counter {
  payees: Map<string, PayeeBooks>;
  outcome: string;
}

defineParameterType({
  name: "yuan",
  regexp: /(-?[\d,]+\.\d{2})元/,
  transformer: (text: string) => fenFromYuan(text) ?? 0,
});

function counterOf(world: World): Counter {
  world.data["payment"] ??= { payees: new Map(), outcome: "" } satisfies Counter;
  return world.data["payment"] as Counter;
}

function payeeOf(world: World, name: string): PayeeBooks {
  const { payees } = counterOf(world);
  const payee = payees.get(name) ?? new PayeeBooks(`9141120000000000${payees.size + 10}`);
  payees.set(name, payee);
  return payee;
}

const ended = (world: World, outcome: string): void => {
  counterOf(world).outcome = outcome;
};

/** `2026-06` is the month's own payment, `2026-06-2` its first reissue. */
function numberOf(payee: PayeeBooks, label: string): string {
  const [, period = "", number = "1"] = /^(\d{4}-\d{2})(?:-(\d+))?$/.exec(label) ?? [];
  return paymentIdFor(period, payee.uscc, Number(number));
}

Given("{name}多付的款项以抵扣方式收回", (world: World, name: string) => {
  payeeOf(world, name).recovery = "net";
});
Given("{name}多付的款项以追回方式收回", (world: World, name: string) => {
  payeeOf(world, name).recovery = "demand";
});

When("{name}{period}结算{yuan}", (world: World, name: string, period: Period, fen: number) =>
  payeeOf(world, name).settle(period, period, fen),
);
When(
  "{name}{period}结算中更正{period}，金额{yuan}",
  (world: World, name: string, period: Period, earned: Period, fen: number) =>
    payeeOf(world, name).settle(period, earned, fen),
);
When("{period}下达拨付", (world: World, period: Period) => {
  for (const payee of counterOf(world).payees.values()) payee.instruct(period);
});

const bankTells = (status: "paid" | "returned") =>
  function tell(world: World, name: string, label: string, bankRef: string): void {
    const payee = payeeOf(world, name);
    const paymentId = numberOf(payee, label);
    ended(world, payee.bank({ paymentId, status, amountFen: null, bankRef }));
  };
When("银行告知{name}的付款{name}到账，流水号{name}", bankTells("paid"));
When("银行告知{name}的付款{name}退回，流水号{name}", bankTells("returned"));
When(
  "银行告知{name}的付款{name}到账{yuan}，流水号{name}",
  (world: World, name: string, label: string, amountFen: number, bankRef: string) => {
    const payee = payeeOf(world, name);
    const told = { paymentId: numberOf(payee, label), status: "paid" as const, amountFen, bankRef };
    ended(world, payee.bank(told));
  },
);

When("{name}变更收款账户", (world: World, name: string) => payeeOf(world, name).changeAccount());
When("另一人复核{name}的收款账户", (world: World, name: string) => payeeOf(world, name).confirmAccount());
When("财政补发{name}的付款{name}", (world: World, name: string, label: string) => {
  const payee = payeeOf(world, name);
  ended(world, payee.reissue(numberOf(payee, label)));
});
When(
  "{name}就{period}的追回退还{yuan}，流水号{name}",
  (world: World, name: string, period: Period, amountFen: number, bankRef: string) => {
    const payee = payeeOf(world, name);
    const receipt = { demandId: demandIdFor(period, payee.uscc), amountFen, bankRef, date: "2026-08-01" };
    ended(world, payee.receive(receipt));
  },
);

Then("办理结果为{name}", (world: World, code: string) => expect(counterOf(world).outcome).toBe(code));
Then("补发得到{name}的付款{name}", (world: World, name: string, label: string) =>
  expect(counterOf(world).outcome).toBe(numberOf(payeeOf(world, name), label)),
);

const STATUSES = { instructed: "已指令", paid: "已到账", returned: "已退回", reissued: "已补发" } as const;

function stateOf(payee: PayeeBooks, payment: Payment): string {
  if (payment.carriedBy !== null) return "已并入";
  const reverified = isOpenReturn(payment) && payment.account !== payee.account.confirmed;
  return reverified ? "可补发" : STATUSES[payment.status];
}

Then("{name}的付款只有", (world: World, name: string, table: DataTable) => {
  const payee = payeeOf(world, name);
  const rows = payee.payments
    .toSorted((a, b) => (a.paymentId < b.paymentId ? -1 : 1))
    .map((payment) => ({
      付款: payment.number === 1 ? payment.period : `${payment.period}-${payment.number}`,
      金额: yuan(payment.amountFen),
      状态: stateOf(payee, payment),
    }));
  expect(rows).toEqual(table.hashes());
});
Then("{name}没有付款", (world: World, name: string) => expect(payeeOf(world, name).payments).toEqual([]));

const DEMANDED = { open: "未结清", recovered: "已追回", withdrawn: "已撤回" } as const;

Then("{name}的追回只有", (world: World, name: string, table: DataTable) => {
  const rows = payeeOf(world, name).demands.map((demand) => ({
    月份: demand.period,
    金额: yuan(demand.amountFen),
    撤回: yuan(demand.withdrawnFen),
    已收: yuan(demand.receivedFen),
    状态: DEMANDED[demandStatus(demand)],
  }));
  expect(rows.toSorted((a, b) => (a.月份 < b.月份 ? -1 : 1))).toEqual(table.hashes());
});
Then("{name}没有追回", (world: World, name: string) => expect(payeeOf(world, name).demands).toEqual([]));

Then("{name}实得{yuan}", (world: World, name: string, fen: number) =>
  expect(payeeOf(world, name).heldFen()).toBe(fen),
);
Then("待查的矛盾回盘有{int}条", (world: World, count: number) => {
  const all = [...counterOf(world).payees.values()].flatMap(({ conflicts }) => conflicts);
  expect(all).toHaveLength(count);
});

/* Whatever a scenario did: no payment without cause, and what is out is never more than was settled at its highest. */
After((world: World) => {
  for (const payee of counterOf(world).payees.values()) {
    const { payments, demands, lines } = payee;
    const out = payments.filter(({ status }) => status === "paid" || status === "instructed");
    const asked = sumFen(demands.map(({ amountFen, withdrawnFen }) => amountFen - withdrawnFen));
    const months = lines.map(({ bookedPeriod }) => payee.settledFen(bookedPeriod));
    const outFen = sumFen(out.map(({ amountFen }) => amountFen));
    expect(outFen - asked).toBeLessThanOrEqual(Math.max(0, ...months));
    for (const { amountFen } of payments) expect(amountFen).toBeGreaterThan(0);
  }
});
