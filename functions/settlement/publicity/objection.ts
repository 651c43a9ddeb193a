import type { Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { hasReached, type SettlementPeriod } from "../month/period.ts";
import type { BookedLine } from "./hold.ts";

export const OBJECTION_STATUSES = ["open", "upheld", "dismissed"] as const;
export type ObjectionStatus = (typeof OBJECTION_STATUSES)[number];

/** What anybody said against lines of a publicity. Text, contact and reason are sealed: they speak of people. */
export interface Objection {
  /** Carries its month, so that it is found by it alone. */
  id: string;
  period: Period;
  lineIds: string[];
  status: ObjectionStatus;
  text: string;
  contact: string | null;
  filedAt: string;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  version: number;
}

/** Which line it is and what money it speaks of; neither ever changes, so it is noted once. */
export type ObjectedLine = Omit<BookedLine, "amountFen" | "owedFen">;

export interface Ruling {
  decision: "uphold" | "dismiss";
  /** Sealed. */
  reason: string;
}

/**
 * Protection against floods, no rule of the field: a line is held by one objection as well as by twenty, and an
 * officer has to read them all.
 */
export const MOST_OPEN = { ofLine: 20, ofMonth: 1_000 } as const;

/** Open and upheld objections hold their lines. */
const HOLDING: ReadonlySet<ObjectionStatus> = new Set<ObjectionStatus>(["open", "upheld"]);
export const holds = (
  { status, decidedAt }: Pick<Objection, "status" | "decidedAt">,
  asOf?: string,
): boolean => HOLDING.has(status) || (asOf !== undefined && decidedAt !== null && decidedAt > asOf);

/** Whose line it is: `2026-06-91411200MA9TE0T007-00001` → `91411200MA9TE0T007`. */
export const enterpriseOf = (lineId: string): string => lineId.slice(8, 26);

/** Objections are taken from publication until the payments are instructed. @throws Problem 409 before and after */
export function assertObjectable(month: SettlementPeriod): void {
  if (!hasReached(month, "published")) throw notPublished(month.period);
  if (hasReached(month, "instructed")) throw alreadyInstructed(month.period);
}

/** @throws Problem 429 when the month, or a line of it, has as many open objections as anybody can read */
export function assertRoom(openOfMonth: number, openOfLines: ReadonlyMap<string, number>): void {
  if (openOfMonth >= MOST_OPEN.ofMonth) throw tooMany("/lineIds", "本月", "of this month", MOST_OPEN.ofMonth);
  const [crowded] = [...openOfLines].find(([, open]) => open >= MOST_OPEN.ofLine) ?? [];
  if (crowded) throw tooMany("/lineIds", `${crowded} `, `to ${crowded}`, MOST_OPEN.ofLine);
}

/** An objection is decided once. Until then it holds its lines, the month's instruction notwithstanding. @throws Problem 409 */
export function rule(objection: Objection, { decision, reason }: Ruling, by: string, at: Date): Objection {
  if (objection.status !== "open") throw alreadyDecided(objection.status);
  return {
    ...objection,
    status: decision === "uphold" ? "upheld" : "dismissed",
    reason,
    decidedBy: by,
    decidedAt: at.toISOString(),
    version: objection.version + 1,
  };
}

/** How each line named by these objections stands: upheld by one of them, else open by one, else dismissed by all. */
export function standingOf(
  objections: readonly Pick<Objection, "lineIds" | "status">[],
): Map<string, ObjectionStatus> {
  const standing = new Map<string, ObjectionStatus>();
  for (const { lineIds, status } of objections.toSorted((a, b) => WEIGHT[a.status] - WEIGHT[b.status])) {
    for (const lineId of lineIds) standing.set(lineId, status);
  }
  return standing;
}

const WEIGHT: Record<ObjectionStatus, number> = { dismissed: 0, open: 1, upheld: 2 };

const notPublished = (period: Period) =>
  new Problem({
    status: 409,
    code: "not-published",
    zh: `${period} 尚未公示，不能提出异议`,
    en: `${period} is not published yet; there is nothing to object to`,
  });

const alreadyInstructed = (period: Period) =>
  new Problem({
    status: 409,
    code: "already-instructed",
    zh: `${period} 已下达拨付，异议期已过，请向主管部门申请更正`,
    en: `The payments of ${period} are instructed; ask the bureau for a correction instead`,
  });

export const alreadyDecided = (status: ObjectionStatus) =>
  new Problem({
    status: 409,
    code: "already-decided",
    zh: `该异议已作出决定（${status}），不能再次决定`,
    en: `The objection is ${status}; it is decided once`,
  });

const tooMany = (pointer: string, zh: string, en: string, most: number) =>
  new Problem({
    status: 429,
    code: "too-many-objections",
    zh: `${zh}已有 ${most} 件异议待处理，现有异议办结后再提出`,
    en: `${most} objections ${en} are open already; try again once some are decided`,
    pointer,
  });
