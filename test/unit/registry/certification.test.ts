import { describe, expect, it } from "vitest";
import {
  applied,
  type Certification,
  type CertificationStatus,
  type Decision,
  decide,
} from "../../../functions/registry/certification.ts";

const at = new Date("2026-01-05T00:00:00Z");
const application = applied(
  { uscc: "91411200MA9TE0T007", kind: "internship-compliant", evidence: ["e1"], by: "u1" },
  "0001",
  at,
);
const approval: Decision = {
  decision: "approve",
  validFrom: "2026-01-01",
  validTo: "2026-12-31",
  documentNo: "人社〔2026〕1号",
};
const byOfficer = (certification: Certification, decision: Decision) =>
  decide(certification, decision, "officer-1", "2026-02-01T00:00:00.000Z");
const approved = byOfficer(application, approval);
const refusal = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (cause) {
    return (cause as { facts: { status: number; code: string; pointer?: string } }).facts;
  }
};

describe("an application", () => {
  it("waits for a decision under an id that carries its enterprise", () => {
    expect(application).toMatchObject({
      id: "91411200MA9TE0T007-0001",
      status: "applied",
      appliedBy: "u1",
      appliedAt: at.toISOString(),
      ...{ validFrom: null, validTo: null, decidedBy: null, version: 1 },
    });
    expect(application).not.toHaveProperty("by");
  });
});

describe("a decision", () => {
  it("approves for certain days", () => {
    expect(approved).toEqual({
      ...application,
      status: "approved",
      ...{ validFrom: "2026-01-01", validTo: "2026-12-31", documentNo: "人社〔2026〕1号", reason: null },
      ...{ decidedBy: "officer-1", decidedAt: "2026-02-01T00:00:00.000Z", version: 2 },
    });
    expect(byOfficer(application, { ...approval, validTo: "2026-01-01" }).validTo).toBe("2026-01-01");
  });

  it("rejects with a reason and no days, whatever days were sent", () => {
    expect(byOfficer(application, { ...approval, decision: "reject", reason: "材料不全" })).toMatchObject({
      ...{ status: "rejected", reason: "材料不全", validFrom: null, validTo: null },
    });
  });

  it.each<[string, Partial<Decision>, string]>([
    ["no first day", { validFrom: undefined }, "/validFrom"],
    ["no last day", { validTo: undefined }, "/validTo"],
    ["neither", { validFrom: undefined, validTo: undefined }, "/validFrom"],
    ["days in reverse", { validTo: "2025-12-31" }, "/validTo"],
  ])("that approves with %s is refused", (_, change, pointer) => {
    expect(refusal(() => byOfficer(application, { ...approval, ...change }))).toMatchObject({
      ...{ status: 422, code: "invalid-validity", pointer },
    });
  });

  it.each<Decision["decision"]>(["approve", "reject", "revoke"])(
    "is not the applicant's own: %s",
    (decision) => {
      const own = decision === "revoke" ? approved : application;
      expect(refusal(() => decide(own, { ...approval, decision }, "u1", ""))).toMatchObject({
        ...{ status: 403, code: "same-person" },
      });
    },
  );

  it.each<[CertificationStatus, Decision["decision"], CertificationStatus | null]>([
    ["applied", "approve", "approved"],
    ["applied", "reject", "rejected"],
    ["applied", "revoke", null],
    ["approved", "approve", null],
    ["approved", "reject", null],
    ["approved", "revoke", "revoked"],
    ["rejected", "approve", null],
    ["rejected", "reject", null],
    ["rejected", "revoke", null],
    ["revoked", "approve", null],
    ["revoked", "reject", null],
    ["revoked", "revoke", null],
  ])("on one that is %s: %s", (status, decision, next) => {
    const work = () => byOfficer({ ...approved, status }, { ...approval, decision });
    if (next) expect(work()).toMatchObject({ status: next, version: 3 });
    else expect(refusal(work)).toMatchObject({ status: 409, code: "already-decided" });
  });
});

describe("a revocation", () => {
  it.each<[string, string | undefined, [string | null, string | null]]>([
    ["as of a day within", "2026-06-15", ["2026-01-01", "2026-06-15"]],
    ["after the first day", "2026-01-01", ["2026-01-01", "2026-01-01"]],
    ["as of the last day", "2026-12-31", ["2026-01-01", "2026-12-31"]],
    ["before it began", "2025-12-31", [null, null]],
    ["as if it had never been", undefined, [null, null]],
  ])("%s", (_, validTo, [from, to]) => {
    const revoked = byOfficer(approved, { decision: "revoke", validTo, reason: "违规" });
    expect(revoked).toMatchObject({ status: "revoked", validFrom: from, validTo: to, reason: "违规" });
    expect(revoked.documentNo).toBe(approval.documentNo);
  });
});
