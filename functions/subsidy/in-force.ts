import type { Period } from "../../shared/values/period.ts";
import type { Policy, PolicyOf, PolicyRecord } from "./policy.ts";

export type Span = Pick<Policy, "effectiveFrom" | "effectiveTo">;
/** Later than any month the system will see; only ever compared. */
const OPEN_END = "9999-12";
export const endOf = (span: Span): Period => span.effectiveTo ?? OPEN_END;
export const meet = (a: Span, b: Span): boolean => a.effectiveFrom <= endOf(b) && b.effectiveFrom <= endOf(a);
const covers = (span: Span, period: Period) => span.effectiveFrom <= period && period <= endOf(span);

/** The months that money follows a published version: its own, or fewer where a later one continues it. */
export const spanOf = ({ policy, inForceUntil }: PolicyRecord): Span => ({
  effectiveFrom: policy.effectiveFrom,
  effectiveTo: inForceUntil ?? policy.effectiveTo,
});

/**
 * The published policy of a scheme for an earned month, or `null`.
 * @throws RangeError when two published versions cover the month, which `publish` never lets happen
 */
export function policyFor<S extends string>(
  policies: readonly PolicyRecord[],
  scheme: S,
  period: Period,
): PolicyOf<S> | null {
  const covering = policies.filter(
    (record) =>
      record.status === "published" && record.policy.scheme === scheme && covers(spanOf(record), period),
  );
  if (covering.length > 1) {
    const versions = covering.map(({ policy }) => policy.version).join(", ");
    throw new RangeError(`Policies ${versions} of ${scheme} overlap in ${period}`);
  }
  return (covering[0]?.policy ?? null) as PolicyOf<S> | null;
}

/** What a scheme asks its policies by: it is given its own and no other, which no type can say of every scheme at once. */
export const inForce =
  (policies: readonly PolicyRecord[], scheme: Policy["scheme"]) =>
  (period: Period): never =>
    policyFor(policies, scheme, period) as never;
