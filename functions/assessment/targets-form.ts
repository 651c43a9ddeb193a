import type { Caller } from "../../shared/runtime/context.ts";
import { notFound, Problem } from "../../shared/values/problem.ts";
import type { TargetsForm } from "./routes.ts";
import { defaultRules } from "./rules.ts";
import type { YearTargets } from "./store.ts";
import { examine, type Finding, type Targets, unitTargets } from "./target.ts";
import { assessedUnits, type UnitRegister } from "./units.ts";

/**
 * Turns a form into targets: rules that it doesn't state are the defaults, marked 待确认.
 * @throws Problem 422 with every finding; its code and pointer are those of the first
 */
export async function examineForm(
  { units, rules = defaultRules }: TargetsForm,
  registry: UnitRegister,
): Promise<{ document: Targets; warnings: Finding[] }> {
  const known = await assessedUnits(units, registry);
  const { findings, warnings } = examine(units, new Set(known.keys()));
  const [first] = findings;
  if (first) throw new Problem({ status: 422, ...allOf(findings), code: first.code, pointer: first.pointer });
  return { document: { units: units.map(unitTargets), rules }, warnings };
}

const allOf = (findings: readonly Finding[]) => ({
  zh: findings.map(({ zh }) => zh).join("；"),
  en: findings.map(({ en }) => en).join("; "),
  extra: { findings },
});

/** The targets as a caller may see them: the leading group all of them, a unit its own. */
export const seenBy = ({ roles, org }: Caller, targets: YearTargets): YearTargets =>
  roles.includes("leader")
    ? targets
    : { ...targets, units: targets.units.filter(({ unitId }) => unitId === org) };

export const noTargets = (year: string) =>
  notFound(`${year} 年目标尚未下达`, `No targets are set for ${year}`);
