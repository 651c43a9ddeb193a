import { ConditionFailed } from "../../../shared/runtime/table.ts";
import { notFound, Problem } from "../../../shared/values/problem.ts";
import type { SettlementStore } from "../store.ts";
import { type Demand, openFen, type Receipt, readDemandId, receive } from "./demand.ts";

const ATTEMPTS = 5;

/**
 * Books money that came in on a demand. A bank reference counts once, for one demand: told again nothing changes.
 * @returns the demand as it stands then, and whether anything was booked
 * @throws Problem 404, 409 `conflicting-receipt`, 422 `more-than-open`
 */
export async function bookReceipt(
  receipt: Receipt,
  store: SettlementStore,
  at: Date,
): Promise<{ demand: Demand; booked: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const [demand, known] = await Promise.all([
      existing(receipt.demandId, store),
      store.receipt(receipt.bankRef),
    ]);
    if (known) {
      if (!isSame(known, receipt)) throw conflicting(known);
      return { demand, booked: false };
    }
    const next = receive(demand, receipt.amountFen);
    if (!next) throw moreThanOpen(openFen(demand));
    try {
      await store.bookReceipt(next, receipt, at);
      return { demand: next, booked: true };
    } catch (cause) {
      if (!(cause instanceof ConditionFailed) || attempt === ATTEMPTS) throw cause;
    }
  }
}

async function existing(demandId: string, store: SettlementStore): Promise<Demand> {
  const named = readDemandId(demandId);
  const demand = named && (await store.demand(named));
  if (!demand) throw notFound("没有此追回通知", "There is no demand with this number");
  return demand;
}

const isSame = (a: Receipt, b: Receipt): boolean =>
  a.demandId === b.demandId && a.amountFen === b.amountFen && a.date === b.date;

const conflicting = ({ demandId, amountFen, date }: Receipt) =>
  new Problem({
    status: 409,
    code: "conflicting-receipt",
    zh: "该银行流水号已登记为另一笔到账",
    en: "This bank reference is on record as another receipt",
    pointer: "/bankRef",
    extra: { known: { demandId, amountFen, date } },
  });

const moreThanOpen = (open: number) =>
  new Problem({
    status: 422,
    code: "more-than-open",
    zh: `到账金额超过未追回金额（${open} 分）`,
    en: `More than is open on the demand (${open} fen)`,
    pointer: "/amountFen",
    extra: { openFen: open },
  });
