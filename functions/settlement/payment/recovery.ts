import type { Period } from "../../../shared/values/period.ts";
import { subsidyQueries } from "../../subsidy/queries.ts";
import type { Recovery } from "./balance.ts";

/** How the policy in force has overpayments come back; a transfer covers all schemes, so the main one's counts. */
export async function recoveryIn(period: Period): Promise<Recovery> {
  const policies = await subsidyQueries().policiesFor(period);
  return policies.find((policy) => policy.scheme === "internship")?.recovery ?? "net";
}
