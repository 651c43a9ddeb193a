import { defaultPolicy } from "../../../functions/subsidy/policy.ts";
import { enterprise, people } from "../../city/people.ts";
import { certify, type Scene } from "./city.ts";
import type { Method, Placement, PolicyFact } from "./facts.ts";

/** Something that changes what the past is worth. */
export function somethingChanges(scene: Scene, month: string): Promise<void> {
  const kind = scene.roll.between(0, 3);
  if (kind === 0) return policyChanges(scene, month);
  if (kind === 1) return certify(scene, scene.roll.pick(scene.facts.firms));
  if (kind === 2) return placementEnds(scene, month);
  return conflictDecided(scene);
}

const METHODS: readonly Method[] = [
  { method: "whole-if-days-at-least", days: 12 },
  { method: "whole-if-days-at-least", days: 18 },
  { method: "prorate", divisor: "calendar-days" },
  {
    method: "tiers",
    tiers: [
      { days: 10, percent: 33 },
      { days: 16, percent: 100 },
    ],
  },
];

/** Some cities begin with a policy of their own. */
export async function policyOfTheCity(scene: Scene): Promise<void> {
  const { limits, demands } = scene.facts.traits;
  if (!limits && !demands) return;
  const own: PolicyFact = {
    ...{ version: "city", from: "2026-06", rateFen: 50_000, lateMonths: 3 },
    method: { method: "whole-if-days-at-least", days: 12 },
  };
  await policyPublished(scene, { ...own, ...limitsAndRecovery(scene) });
}

function limitsAndRecovery({ roll, facts }: Scene): Pick<PolicyFact, "budgetFen" | "capFen" | "recovery"> {
  const { limits, demands } = facts.traits;
  const recovery = demands && !roll.oneIn(4) ? "demand" : "net";
  if (!limits) return { recovery };
  const budgetFen = roll.oneIn(4) ? null : roll.between(60_000, 300_000);
  const capFen = roll.oneIn(2) ? null : roll.between(40_000, 150_000);
  return { recovery, budgetFen, capFen };
}

/** A policy from this month or an earlier one on, drafted by one officer and published by another. */
async function policyChanges(scene: Scene, month: string): Promise<void> {
  const { roll, facts } = scene;
  await policyPublished(scene, {
    version: `chaos-${facts.policies.length}`,
    from: roll.pick(["2026-06", month]),
    ...{ method: roll.pick(METHODS), lateMonths: roll.pick([1, 3]) },
    rateFen: roll.between(30_000, 90_000),
    ...limitsAndRecovery(scene),
  });
}

/** What has been paid turns out to be too much, and what waits finds money. */
export async function cheaperAndWider(scene: Scene): Promise<void> {
  const { roll, facts } = scene;
  const { limits, demands } = facts.traits;
  if (!(limits || demands) || roll.oneIn(3)) return;
  const last = facts.policies.at(-1) as PolicyFact;
  const wider = (limit: number | null | undefined) => (limit ? limit + roll.between(20_000, 200_000) : null);
  await policyPublished(scene, {
    ...last,
    ...{ version: `wider-${facts.policies.length}`, from: "2026-06" },
    // two months at the new rate must come to less than one at the old
    rateFen: demands ? Math.ceil(last.rateFen / 5) : last.rateFen,
    ...(limits ? { budgetFen: wider(last.budgetFen), capFen: wider(last.capFen) } : {}),
  });
}

async function policyPublished({ client, facts }: Scene, next: PolicyFact): Promise<void> {
  const {
    version,
    from,
    method,
    lateMonths,
    rateFen,
    recovery = "net",
    budgetFen = null,
    capFen = null,
  } = next;
  const body = { ...defaultPolicy, version, effectiveFrom: from, effectiveTo: null };
  const limits = { annualBudgetFen: budgetFen, enterpriseCapFen: capFen };
  await client.call(people.officer, "POST", "/v1/policies", {
    body: { ...body, ...limits, partialMonth: method, lateMonths, rateFen, recovery },
  });
  const publish = `/v1/policies/internship/${version}/publish`;
  await client.call(people.secondOfficer, "POST", publish, { expect: [409] });
  facts.policies.push(next);
}

async function placementEnds({ client, roll, facts }: Scene, month: string): Promise<void> {
  const placement = roll.pick(facts.placements);
  const end = roll.pick([`${month}-10`, `${month}-24`]);
  if (end < placement.start || end >= placement.end) return;
  const body = { end, reason: "提前结束" };
  await client.call(enterprise(placement.uscc), "POST", `/v1/placements/${placement.id}/end`, { body });
  placement.end = end;
}

/** An officer says which of two placements counts on the days that both claim. */
async function conflictDecided({ client, roll, facts }: Scene): Promise<void> {
  const placement = roll.pick(facts.placements);
  type Shown = { conflicts: { id: string; placementIds: string[]; keep: string | null }[] };
  const { body } = await client.call<Shown>(people.officer, "GET", `/v1/placements/${placement.id}`);
  const [conflict] = body.conflicts;
  if (!conflict) return;
  const keep = roll.pick(conflict.placementIds);
  await client.call(people.officer, "POST", `/v1/conflicts/${conflict.id}/decision`, {
    body: { keep, reason: "以先到为准" },
  });
  const both = facts.placements.filter(({ id }) => conflict.placementIds.includes(id)) as Placement[];
  for (const one of both) {
    const others = conflict.placementIds.filter((id) => id !== one.id);
    one.keptOver = one.keptOver.filter((id) => !others.includes(id));
    if (one.id === keep) one.keptOver.push(...others);
  }
}
