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

/** A policy from this month or an earlier one on, drafted by one officer and published by another. */
async function policyChanges({ client, roll, facts }: Scene, month: string): Promise<void> {
  const version = `chaos-${facts.policies.length}`;
  const from = roll.pick(["2026-06", month]);
  const next: PolicyFact = {
    ...{ version, from, method: roll.pick(METHODS), lateMonths: roll.pick([1, 3]) },
    rateFen: roll.between(30_000, 90_000),
  };
  const { method, lateMonths, rateFen } = next;
  const body = { ...defaultPolicy, version, effectiveFrom: from, effectiveTo: null };
  await client.call(people.officer, "POST", "/v1/policies", {
    body: { ...body, partialMonth: method, lateMonths, rateFen },
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
