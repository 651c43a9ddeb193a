import type { Period } from "../../shared/values/period.ts";
import type { Policy, PolicyRecord } from "./policy.ts";

export type Span = Pick<Policy, "effectiveFrom" | "effectiveTo">;
/** Later than any month the system will see; only ever compared. */
const OPEN_END = "9999-12";
export const endOf = (span: Span): Period => span.effectiveTo ?? OPEN_END;
const covers = (span: Span, period: Period) => span.effectiveFrom <= period && period <= endOf(span);

/**
 * The published policy of a scheme for an earned month, or `null`.
 * @throws RangeError when two published versions cover the month, which `publish` never lets happen
 */
export function policyFor(policies: readonly PolicyRecord[], scheme: string, period: Period): Policy | null {
  const covering = policies.filter(
    (record) =>
      record.status === "published" && record.policy.scheme === scheme && covers(record.policy, period),
  );
  if (covering.length > 1) {
    const versions = covering.map(({ policy }) => policy.version).join(", ");
    throw new RangeError(`Policies ${versions} of ${scheme} overlap in ${period}`);
  }
  return covering[0]?.policy ?? null;
}
