import { changedMeanwhile } from "../../../shared/runtime/conflicts.ts";
import { ulid } from "../../../shared/runtime/ids.ts";
import { addMonths, type Period, shanghaiDate } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { registryQueries } from "../../registry/queries.ts";
import type { SettlementStore } from "../store.ts";
import { earliestUnpaid } from "./begin.ts";
import { type Check, checksFingerprint, checksOf, failedCheck, totalChecks } from "./checks.ts";
import { failuresOf } from "./failures.ts";
import { figuresOf } from "./figures.ts";
import { approve, hasReached, type SettlementPeriod } from "./period.ts";
import type { Thresholds } from "./thresholds.ts";

/** What an approver has to look at: live while the month is published, and from its approval on as it was then. */
export async function checksNow(month: SettlementPeriod, store: SettlementStore): Promise<Check[]> {
  if (month.approval) return store.seenChecks(month.period, month.approval.attempt);
  if (month.status === "published") return checksOf(await figuresOf(month, store), await store.thresholds());
  const [before, failed] = await Promise.all([
    store.period(addMonths(month.period, -1)),
    failuresOf(month, store),
  ]);
  const totals = totalChecks(month.totals, hasReached(before, "published") ? before.totals : null);
  return [...totals, failedCheck(failed)];
}

/**
 * Approves a month, and keeps what was to be seen at that instant: the checks, and the account of every payee.
 * @param seen the fingerprint of the checks that the approver saw, if told
 * @throws Problem 403 for the closer, 409 out of turn, during publicity, or when the checks are others by now
 */
export async function startApproval(
  { period, by, seen }: { period: Period; by: string; seen?: string | undefined },
  store: SettlementStore,
  at: Date,
): Promise<SettlementPeriod> {
  const [month, waiting] = await Promise.all([store.period(period), earliestUnpaid(period, store)]);
  const approved = approve(month, by, at, shanghaiDate(at), waiting);
  // before the checks: an account that changes in between is another one than approved, and held
  const accounts = await accountsNow(period, store);
  const checks = await checksNow(month, store);
  const fingerprint = checksFingerprint(checks);
  if (seen !== undefined && seen !== fingerprint) throw checksChanged(checks, fingerprint);
  const attempt = ulid(at);
  await store.writeSeen({ period, attempt, checks, accounts });
  const next = { ...approved, approval: { attempt, checks: fingerprint } };
  const exceeded = checks.filter((check) => check.exceeded).map(({ code }) => code);
  const to = { ...next.totals, checks: fingerprint, exceeded };
  const change = { action: "period.approved", from: "published", to, why: "checks seen" };
  await store.movePeriod(next, change, [], at).catch(changedMeanwhile);
  return next;
}

async function accountsNow(period: Period, store: SettlementStore): Promise<Map<string, string>> {
  const payees = await registryQueries().payees(await store.participants(period));
  return new Map(payees.map(({ uscc, account }) => [uscc, account]));
}

/** The next version of the thresholds. @throws Problem 409 when they are not the ones that the caller replaces */
export async function setThresholds(
  asked: Thresholds,
  store: SettlementStore,
  at: Date,
): Promise<Thresholds> {
  const next = { ...asked, version: asked.version + 1 };
  await store.changeThresholds(next, at).catch(changedMeanwhile);
  return next;
}

const checksChanged = (checks: readonly Check[], fingerprint: string) =>
  new Problem({
    status: 409,
    code: "checks-changed",
    zh: "核对项自查看后有变化，请重新查看后批准",
    en: "The checks are not those you saw; look again before you approve",
    pointer: "/checks",
    extra: { checks, checksFingerprint: fingerprint },
  });
