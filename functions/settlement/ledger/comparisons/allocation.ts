import { sumFen } from "../../../../shared/values/money.ts";
import type { FundMonth } from "../../booking/allocation-store.ts";
import { addMovements, NOTHING, netOf } from "../../booking/fund.ts";
import type { MonthBook } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";

/**
 * Budgets against what was allocated: whatever the manifests claimed of a fund, and what waited before, was either
 * granted, came back or waits; no month grants beyond its budget; what earlier months granted is carried on; and drawn
 * up again from the books, the allocation is the same.
 */
export const allocation: Comparison<MonthBook> = {
  code: "allocation",
  zh: "预算与分配 ↔ 结算清单",
  en: "Budgets and allocations ↔ manifests",
  compare({ period, manifests, allocation: book }) {
    const comparing = new Comparing("allocation", null);
    if (!book) return comparing.outcome;
    const { head, previous, drawnUpAgain } = book;
    const movements = addMovements(manifests.map((manifest) => manifest.movements));
    const before = new Map(previous?.funds.map((one) => [one.fund, one]));
    for (const fund of head.funds) {
      const last = before.get(fund.fund);
      const due = netOf(movements.get(fund.fund) ?? NOTHING) + (last?.waitingFen ?? 0) - fund.waitingFen;
      comparing.amount(period, `${fund.fund} granted`, due, spent(fund));
      const carried = last ? last.grantedBeforeFen + spent(last) : 0;
      comparing.statement(period, `${fund.fund} granted before`, carried, fund.grantedBeforeFen);
      comparing.statement(period, `${fund.fund} over budget`, 0, overBudget(fund));
    }
    const lost = [...movements.keys()].filter((name) => head.funds.every(({ fund }) => fund !== name));
    comparing.statement(period, "funds left out", "", lost.join(" "));
    comparing.statement(period, "totals", sumFen(head.funds.map(spent)), head.totals.amountFen);
    comparing.statement(period, "hash", drawnUpAgain, head.hash);
    comparing.statement(period, "previousHash", previous?.hash ?? "", head.previousHash);
    return comparing.outcome;
  },
};

const spent = ({ grantedFen, returnedFen }: FundMonth): number => grantedFen - returnedFen;

/** What a month granted beyond its budget; a budget that was lowered later takes nothing back. */
const overBudget = (fund: FundMonth): number =>
  fund.budgetFen === null
    ? 0
    : Math.max(0, fund.grantedBeforeFen + spent(fund) - Math.max(fund.budgetFen, fund.grantedBeforeFen));
