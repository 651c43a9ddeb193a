import { QuickPickleWorld } from "quickpickle";
import { claim, claimedThrough, type Line } from "../../../functions/settlement/booking/claim.ts";
import type { PayableLine } from "../../../functions/settlement/booking/payable.ts";
import {
  type Account,
  append,
  type Cause,
  reconcile,
  type Standing,
  standing,
} from "../../../functions/subsidy/account.ts";
import {
  type AttendanceDay,
  type CertificationFacts,
  entitle,
  type PersonFacts,
  type PlacementFacts,
  type SheetFacts,
  type Violation,
} from "../../../functions/subsidy/entitle.ts";
import { draft, type Policy, type PolicyRecord, publish } from "../../../functions/subsidy/policy.ts";
import { addDays, type LocalDate, type Period } from "../../../shared/values/period.ts";
import { type AllocatedMonth, allocateMonth } from "./allocation.ts";

/** An attendance file: announced in an order, accepted when a worker gets to it. */
export interface Upload {
  name: string;
  uscc: string;
  period: Period;
  sequence: number;
  announcedOn: LocalDate | undefined;
  replacesMonth: boolean;
  students: ReadonlyMap<string, AttendanceDay[]>;
  state: "announced" | "accepted" | "withdrawn";
}

interface Placement extends PlacementFacts {
  student: string;
}
interface FoundViolation extends Violation {
  placementId: string;
}

/** A city small enough to read: it does what the city's books do, in memory. Enterprises and students go by name. */
export class MoneyWorld extends QuickPickleWorld {
  policies: PolicyRecord[] = [];
  placements: Placement[] = [];
  certifications: CertificationFacts[] = [];
  uploads: Upload[] = [];
  violations: FoundViolation[] = [];
  accounts: Account[] = [];
  claims: (Line & { uscc: string })[] = [];
  lines: (PayableLine & { uscc: string })[] = [];
  allocations: AllocatedMonth[] = [];
  claimed = new Map<string, ReadonlyMap<string, number>>();

  publish(policy: Policy): void {
    const at = "2026-01-01T00:00:00+08:00";
    const changed = publish(draft(null, policy, { by: "drafter", at }), this.policies, {
      by: "publisher",
      at,
    });
    const kept = this.policies.filter(
      (old) => !changed.some(({ policy: next }) => next.version === old.policy.version),
    );
    this.policies = [...kept, ...changed];
    this.book({ kind: "policy", id: policy.version });
  }

  place(student: string, uscc: string, scheme: string, start: LocalDate, end: LocalDate): void {
    const placementId = `P${String(this.placements.length + 1).padStart(3, "0")}`;
    this.placements.push({ placementId, student, uscc, scheme, start, end });
    this.book({ kind: "placement", id: placementId });
  }

  placement(student: string, uscc: string): Placement {
    const found = this.placements.find((one) => one.student === student && one.uscc === uscc);
    if (!found) throw new Error(`${student} is not placed with ${uscc}`);
    return found;
  }

  changePlacement(student: string, uscc: string, change: Partial<Placement>): void {
    const old = this.placement(student, uscc);
    this.placements = this.placements.map((one) => (one === old ? { ...old, ...change } : one));
    this.book({ kind: "placement", id: `${old.placementId} changed` });
  }

  certify(uscc: string, validFrom: LocalDate, validTo: LocalDate): void {
    this.certifications.push({ uscc, kind: "internship-compliant", status: "approved", validFrom, validTo });
    this.book({ kind: "certification", id: `${uscc} ${validFrom}` });
  }

  revoke(uscc: string, from: LocalDate): void {
    this.certifications = this.certifications.map((one) =>
      one.uscc === uscc ? { ...one, status: "revoked", validTo: addDays(from, -1) } : one,
    );
    this.book({ kind: "certification", id: `${uscc} revoked ${from}` });
  }

  announce(upload: Omit<Upload, "sequence" | "state">): void {
    this.uploads.push({ ...upload, sequence: this.uploads.length + 1, state: "announced" });
  }

  accept(name: string): void {
    this.uploads = this.uploads.map((one) => (one.name === name ? { ...one, state: "accepted" } : one));
    this.book({ kind: "upload", id: name });
  }

  withdrawLatest(uscc: string, period: Period): void {
    const standingUpload = this.uploads.findLast(
      (one) => one.uscc === uscc && one.period === period && one.state === "accepted",
    );
    this.uploads = this.uploads.map((one) => (one === standingUpload ? { ...one, state: "withdrawn" } : one));
    this.book({ kind: "withdrawal", id: standingUpload?.name ?? "" });
  }

  findViolation(student: string, uscc: string, date: LocalDate, code: string): void {
    this.violations.push({
      placementId: this.placement(student, uscc).placementId,
      date,
      code,
      cleared: false,
    });
    this.book({ kind: "violation", id: code });
  }

  clearViolations(student: string): void {
    this.violations = this.violations.map((one) => ({ ...one, cleared: true }));
    this.book({ kind: "violation", id: `${student} cleared` });
  }

  /** What booking does in the city: judge every person anew and append what the books lack. */
  book(cause: Cause): void {
    const at = `2026-07-01T00:00:00+08:00`;
    for (const student of this.students()) {
      const own = this.accounts.filter(({ subjectId }) => subjectId === student);
      const due = entitle(this.facts(student), this.policies);
      for (const { account, entries } of reconcile(student, own, due, cause, at)) {
        this.accounts = [...this.accounts.filter((one) => one !== account), append(account, entries)];
      }
    }
  }

  deliverAgain(name: string): void {
    const cause = { kind: "upload", id: name };
    const causes = this.accounts.flatMap(({ entries }) => entries.map((entry) => entry.cause.id));
    if (!causes.includes(name)) throw new Error(`${name} was never booked`);
    this.book(cause);
  }

  close(period: Period): void {
    for (const uscc of new Set(this.placements.map((one) => one.uscc))) {
      const before = this.claimed.get(uscc) ?? new Map<string, number>();
      const lines = claim(this.accounts, before, uscc, period);
      this.claimed.set(uscc, claimedThrough(before, lines));
      this.claims.push(...lines.map((line) => ({ ...line, uscc })));
    }
    const claims = this.claims.filter(({ bookedPeriod }) => bookedPeriod === period);
    const allocated = allocateMonth(period, claims, this);
    this.allocations.push(allocated);
    this.lines.push(...allocated.lines);
  }

  /** What waits after the latest close, first in line first. */
  get waiting() {
    return this.allocations.at(-1)?.waiting ?? [];
  }

  students(): string[] {
    return [...new Set(this.placements.map(({ student }) => student))];
  }

  standing(): (Standing & { student: string; period: Period })[] {
    return this.accounts.flatMap((account) =>
      standing(account).map((one) => ({ ...one, student: account.subjectId, period: account.period })),
    );
  }

  facts(student: string): PersonFacts {
    const placements = this.placements.filter((one) => one.student === student);
    return {
      personId: student,
      placements,
      sheets: placements.flatMap((placement) => this.sheetsOf(placement)),
      certifications: this.certifications,
    };
  }

  /** Every word about the placement: files that name the student, and whole months that leave the student out. */
  private sheetsOf({ student, uscc, placementId }: Placement): SheetFacts[] {
    return this.uploads
      .filter((one) => one.state === "accepted" && one.uscc === uscc)
      .filter((one) => one.students.has(student) || one.replacesMonth)
      .map(({ period, sequence, name, announcedOn, students }) => ({
        placementId,
        period,
        sequence,
        uploadId: name,
        ...(announcedOn === undefined ? {} : { announcedOn }),
        days: students.get(student) ?? [],
        violations: this.violations.filter(
          (one) => one.placementId === placementId && one.date.startsWith(period),
        ),
      }));
  }
}
