import { type DataTable, Given, Then, When } from "quickpickle";
import { expect } from "vitest";
import { draft, type PolicyRecord, publish, review } from "../../../functions/subsidy/policy.ts";
import { yuan } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { policyOf, type Row } from "./table.ts";
import type { MoneyWorld } from "./world.ts";

/* 谁起草、谁复核、谁发布；被拒绝的什么也没有改变。 */

const by = (who: string) => ({ by: who, at: "2026-01-01T09:00:00+08:00" });
const versionOf = (world: MoneyWorld, version: string): PolicyRecord => {
  const found = world.policies.find(({ policy }) => policy.version === version);
  if (!found) throw new Error(`Nobody drafted ${version}`);
  return found;
};

/** Does what is asked, or keeps the code of the refusal for the next step to look at. */
function attempt(world: MoneyWorld, change: () => readonly PolicyRecord[]): void {
  world.refused = null;
  try {
    const changed = change();
    const known = new Set(changed.map(({ policy }) => policy.version));
    world.policies = [...world.policies.filter(({ policy }) => !known.has(policy.version)), ...changed];
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    world.refused = cause.facts.code;
  }
}

const drafts = (world: MoneyWorld, who: string, version: string, from: Period, table: DataTable) =>
  attempt(world, () => {
    const before = world.policies.find(({ policy }) => policy.version === version) ?? null;
    return [draft(before, policyOf(version, from, table.rowsHash()), by(who))];
  });
Given("{name}起草岗位实习政策{name}，自{period}起执行", drafts);
When("{name}复核政策{name}", (world: MoneyWorld, who: string, version: string) =>
  attempt(world, () => [review(versionOf(world, version), by(who))]),
);
When("{name}发布政策{name}", (world: MoneyWorld, who: string, version: string) =>
  attempt(world, () => {
    const record = versionOf(world, version);
    return publish(
      record,
      world.policies.filter((other) => other !== record),
      by(who),
    );
  }),
);
Then("被拒绝{name}", (world: MoneyWorld, code: string) => expect(world.refused).toBe(code));

const STATUSES = { draft: "草稿", reviewed: "已复核", published: "已发布", superseded: "已取代" };

Then("政策版本只有", (world: MoneyWorld, table: DataTable) => {
  const columns: string[] = table.raw()[0] ?? [];
  const rows = world.policies.map(rowOf).map((row) => columns.map((column) => row[column]));
  expect(rows.toSorted()).toEqual(table.rows().toSorted());
});

const rowOf = ({ policy, status, drafted, reviewed, published, ...record }: PolicyRecord): Row => ({
  版本: policy.version,
  状态: STATUSES[status],
  起草: drafted.by,
  复核: reviewed?.by ?? "无",
  发布: published?.by ?? "无",
  标准: "rateFen" in policy ? yuan(policy.rateFen) : "无",
  文本起: policy.effectiveFrom,
  文本止: policy.effectiveTo ?? "无",
  执行至: record.inForceUntil ?? "无",
  后续版本: record.supersededBy ?? "无",
});
