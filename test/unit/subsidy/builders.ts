import type {
  AttendanceDay,
  PersonFacts,
  PlacementFacts,
  SheetFacts,
} from "../../../functions/subsidy/entitle.ts";
import { defaultPolicy, type PolicyRecord } from "../../../functions/subsidy/policy.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import { daysOf, type Period } from "../../../shared/values/period.ts";

/** One person, placed once with a certified enterprise for the whole of 2026, and whatever a test says otherwise. */
export function person(facts: Partial<PersonFacts> = {}): PersonFacts {
  return {
    personId: "person",
    placements: [placement()],
    sheets: [],
    certifications: ["A", "B"].map((uscc) => ({
      uscc,
      kind: "internship-compliant",
      status: "approved",
      validFrom: "2026-01-01",
      validTo: "2026-12-31",
    })),
    ...facts,
  };
}

export const placement = (facts: Partial<PlacementFacts> = {}): PlacementFacts => ({
  placementId: "P1",
  uscc: "A",
  scheme: "internship",
  start: "2026-01-01",
  end: "2026-12-31",
  ...facts,
});

let sequence = 0;
/** A word about a month: present on its first `count` days, announced after every sheet built before. */
export function sheet(period: Period, count: number, facts: Partial<SheetFacts> = {}): SheetFacts {
  sequence += 1;
  const days = daysOf(period)
    .slice(0, count)
    .map((date) => day(date));
  return { placementId: "P1", period, sequence, uploadId: `U${sequence}`, days, ...facts };
}

export const day = (date: string, facts: Partial<AttendanceDay> = {}): AttendanceDay => ({
  date,
  basis: "marked",
  minutes: 480,
  status: "present",
  ...facts,
});

export const policy = (facts: Partial<InternshipPolicy> = {}): InternshipPolicy => ({
  ...defaultPolicy,
  documentNo: "示例1号",
  ...facts,
});

export const published = (
  facts: Partial<InternshipPolicy> = {},
): PolicyRecord & { policy: InternshipPolicy } => ({
  policy: policy(facts),
  status: "published",
  drafted: { by: "drafter", at: "2025-12-01T09:00:00+08:00" },
  published: { by: "publisher", at: "2025-12-02T09:00:00+08:00" },
});
