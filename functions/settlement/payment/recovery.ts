import type { Period } from "../../../shared/values/period.ts";
import { subsidyQueries } from "../../subsidy/queries.ts";
import type { Recovery } from "./balance.ts";

/** How the policy in force has overpayments come back; a transfer covers all schemes, so the main one's counts. */
export const recoveryIn = async (period: Period): Promise<Recovery> =>
  (await subsidyQueries().policyFor("internship", period))?.recovery ?? "net";
