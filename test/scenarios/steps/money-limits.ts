import { After, type DataTable, Then } from "quickpickle";
import { expect } from "vitest";
import { fundOf } from "../../../functions/settlement/booking/fund.ts";
import type { PayableLine } from "../../../functions/settlement/booking/payable.ts";
import { type Fen, sumFen, yuan } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { MoneyWorld } from "./world.ts";

/** In the order of the line; a table row a line. */
Then("待拨清单依次为", (world: MoneyWorld, table: DataTable) => {
  const rows = world.waiting.map((one) => ({
    次序: String(one.place),
    学生: one.subjectId,
    企业: one.uscc,
    所属月: one.earnedPeriod,
    待拨: yuan(one.waitingFen),
    缘由: one.why === "budget" ? "预算" : "上限",
  }));
  const columns: string[] = table.raw()[0] ?? [];
  const cut = rows.map((row) => columns.map((column) => row[column as keyof typeof row]));
  expect(cut).toEqual(table.rows());
});
Then("没有待拨", (world: MoneyWorld) => expect(world.waiting).toEqual([]));

Then("{int}年度已拨{word}元", (world: MoneyWorld, year: number, amount: string) =>
  expect(yuan(total(world.lines.filter((line) => fundOf(line) === `internship#${year}`)))).toBe(amount),
);

const total = (lines: readonly { amountFen: Fen }[]): Fen => sumFen(lines.map(({ amountFen }) => amountFen));

/* Whatever a scenario did, what was claimed is paid or waits, and no month granted what its limits did not allow. */
After((world: MoneyWorld) => {
  const waiting = sumFen(world.waiting.map(({ waitingFen }) => waitingFen));
  expect(total(world.lines) + waiting).toBe(total(world.claims));
  for (const { period, limits } of world.allocations) {
    for (const [fund, { budgetFen, capFen }] of limits) {
      const lines = world.lines.filter((line) => fundOf(line) === fund && line.bookedPeriod <= period);
      expectWithin(budgetFen, lines, period);
      for (const own of Map.groupBy(lines, ({ uscc }) => uscc).values()) expectWithin(capFen, own, period);
    }
  }
});

/** A limit that was lowered below what had been granted by then allows nothing more, and takes nothing back. */
function expectWithin(limit: Fen | null, lines: readonly PayableLine[], period: Period): void {
  const before = total(lines.filter(({ bookedPeriod }) => bookedPeriod < period));
  expect(total(lines)).toBeLessThanOrEqual(Math.max(limit ?? Number.POSITIVE_INFINITY, before));
}
