import * as z from "zod/mini";
import { addMonths, type Period } from "../../shared/values/period.ts";
import { Problem } from "../../shared/values/problem.ts";
import { endOf, meet, type Span, spanOf } from "./in-force.ts";
import { schemeOf, schemes } from "./schemes/index.ts";
import { awaitsConfirmation, type Finding } from "./schemes/scheme.ts";

export { awaitsConfirmation, type Finding, UNCONFIRMED } from "./schemes/scheme.ts";

type Document = (typeof schemes)[number]["document"];
/** The policy document as it is posted, stored and read: one shape per scheme. */
export const policyDocument = z.discriminatedUnion(
  "scheme",
  schemes.map(({ document }) => document) as [Document, ...Document[]],
);
export type Policy = z.infer<typeof policyDocument>;
/** The document of one scheme; of any, where its name is known at run time only. */
export type PolicyOf<S extends string> = string extends S ? Policy : Extract<Policy, { scheme: S }>;

/**
 * A policy version's life. `published` is what money follows; `superseded` was published and was replaced whole by a
 * later version for the same months. The document of a version that was ever published stays as it was signed.
 */
export interface PolicyRecord {
  policy: Policy;
  status: "draft" | "reviewed" | "published" | "superseded";
  drafted: Signature;
  reviewed?: Signature;
  published?: Signature;
  /** The version that took its place, wholly or from some month on. */
  supersededBy?: string;
  /** The last month that money follows it, where a later version continues it before its own end. */
  inForceUntil?: Period;
}
/** Who did it (`sub` of the token) and when (ISO 8601). */
export interface Signature {
  by: string;
  at: string;
}

/** The defaults the system ships with; all await confirmation. */
export const defaultPolicies: readonly Policy[] = schemes.map((scheme) => scheme.defaultPolicy);
/** Of the internship, the one scheme that every city has in force from its first day. */
export const defaultPolicy: PolicyOf<"internship"> = schemes[0].defaultPolicy;

/** Parameters that nobody has confirmed: every one of a policy without a document, none of one that has it. */
export function unconfirmedFields(policy: Policy): string[] {
  const identity = ["scheme", "version", "effectiveFrom", "effectiveTo"];
  return awaitsConfirmation(policy) ? Object.keys(policy).filter((field) => !identity.includes(field)) : [];
}

/** Everything in the document that cannot be right, with a JSON pointer each; empty when it may be published. */
export function examinePolicy(policy: Policy): Finding[] {
  const scheme = schemeOf(policy.scheme);
  const backwards = policy.effectiveTo !== null && policy.effectiveTo < policy.effectiveFrom;
  return [
    ...(backwards
      ? [{ pointer: "/effectiveTo", code: "policy-value", zh: "止期早于起期", en: "Ends before it begins" }]
      : []),
    ...(scheme?.examine(policy as never) ?? []),
  ];
}

/**
 * Refuses a document whose values make no sense.
 * @param at where the document lies in the request
 * @throws Problem 422 `policy-invalid` with every finding
 */
export function refuseUnsound(policy: Policy, at = ""): void {
  const findings = examinePolicy(policy).map((one) => ({ ...one, pointer: at + one.pointer }));
  const [first] = findings;
  if (!first) return;
  const { zh, en, pointer } = first;
  throw new Problem({ status: 422, code: "policy-invalid", zh, en, pointer, extra: { findings } });
}

/**
 * A new draft, or a draft rewritten. A version that was ever published keeps its text for good.
 * @throws Problem 422 `policy-invalid`, 409 `policy-version-exists`
 */
export function draft(existing: PolicyRecord | null, policy: Policy, by: Signature): PolicyRecord {
  refuseUnsound(policy);
  if (existing && existing.status !== "draft" && existing.status !== "reviewed") {
    throw conflict(
      "policy-version-exists",
      "该版本已发布，不能修改，请另立版本",
      "This version was published; draft another",
    );
  }
  return { policy, status: "draft", drafted: by };
}

/**
 * A second pair of eyes; optional before publication.
 * @throws Problem 409 `policy-not-draft`, 403 `same-person`
 */
export function review(record: PolicyRecord, by: Signature): PolicyRecord {
  if (record.status !== "draft")
    throw conflict("policy-not-draft", "只有草稿可以复核", "Only a draft can be reviewed");
  refuseSamePerson(record, by);
  return { ...record, status: "reviewed", reviewed: by };
}

/**
 * Puts a version in force. One that begins later than an open-ended version ends that one the month before; one that
 * covers all of another's months supersedes it; any other overlap is refused.
 * @param others all records of the scheme
 * @returns every record that changed, the new one first
 * @throws Problem 409 `policy-not-draft` or `policy-overlap`, 403 `same-person`
 */
export function publish(
  record: PolicyRecord,
  others: readonly PolicyRecord[],
  by: Signature,
): PolicyRecord[] {
  if (record.status !== "draft" && record.status !== "reviewed") {
    throw conflict("policy-not-draft", "该版本已经发布", "This version has been published already");
  }
  refuseSamePerson(record, by);
  const displaced = others
    .filter((other) => other.status === "published" && overlap(other, record))
    .map((other) => giveWay(other, record.policy));
  return [{ ...record, status: "published", published: by }, ...displaced];
}

function giveWay(old: PolicyRecord, next: Policy): PolicyRecord {
  const span = spanOf(old);
  if (contains(next, span)) return { ...old, status: "superseded", supersededBy: next.version };
  const continues = span.effectiveFrom < next.effectiveFrom;
  if (continues && contains(next, { ...span, effectiveFrom: next.effectiveFrom })) {
    return { ...old, supersededBy: next.version, inForceUntil: addMonths(next.effectiveFrom, -1) };
  }
  throw conflict(
    "policy-overlap",
    `与已发布的${old.policy.version}版期间重叠，且不能由本版接续`,
    `Overlaps the published version ${old.policy.version} without continuing it`,
  );
}

const contains = (outer: Span, inner: Span) =>
  outer.effectiveFrom <= inner.effectiveFrom && endOf(inner) <= endOf(outer);
const overlap = (a: PolicyRecord, b: PolicyRecord) =>
  a.policy.scheme === b.policy.scheme && meet(spanOf(a), spanOf(b));

function refuseSamePerson(record: PolicyRecord, by: Signature): void {
  if (record.drafted.by !== by.by) return;
  const zh = "起草人不能复核或发布自己的政策";
  throw new Problem({ status: 403, code: "same-person", zh, en: "The drafter can't review or publish" });
}

const conflict = (code: string, zh: string, en: string): Problem =>
  new Problem({ status: 409, code, zh, en });
