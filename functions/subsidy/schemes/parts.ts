import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { ApplicationFacts, Entitlement } from "../facts.ts";
import { applicationRevoked, noPolicy, type Reason } from "../reason.ts";

/** What an application brings at one step of its life, and in which month. */
export interface Part {
  period: Period;
  amountFen: Fen;
  reasons: Reason[];
}

/** The application's entitlements, one per month: steps taken in the same month are one. */
export function inItsMonths(
  application: ApplicationFacts,
  policy: { version: string } | null,
  parts: readonly Part[],
): Entitlement[] {
  const { applicationId, form, approved } = application;
  return [...Map.groupBy(parts, ({ period }) => period)].map(([period, together]) => ({
    scheme: form.scheme,
    placementId: applicationId,
    uscc: form.uscc,
    period,
    days: 0,
    amountFen: sumFen(together.map(({ amountFen }) => amountFen)),
    policyVersion: policy?.version ?? null,
    reasons: together.flatMap(({ reasons }) => reasons),
    sequence: approved?.sequence ?? 0,
  }));
}

/** Why an approved application is worth nothing whatever it asks for: nothing here where it is worth something. */
export function withoutMoney(
  application: ApplicationFacts,
  policy: { version: string } | null,
): Entitlement[] {
  const { approved, results, revoked } = application;
  if (approved === null || (policy !== null && !revoked)) return [];
  const reason = revoked ? applicationRevoked() : noPolicy(approved.period);
  const months = [
    approved.period,
    ...(results && results.period !== approved.period ? [results.period] : []),
  ];
  return inItsMonths(
    application,
    policy,
    months.map((period) => ({ period, amountFen: 0, reasons: [reason] })),
  );
}
