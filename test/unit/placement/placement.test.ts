import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Applicant,
  assertPlaceable,
  overlapsOf,
  type PersonPlacement,
  warningsOf,
} from "../../../functions/placement/placement.ts";
import { addDays } from "../../../shared/values/period.ts";

const applicant = (facts: Partial<Applicant> = {}): Applicant => ({
  scheme: "internship",
  idNumber: "411282201006011151",
  start: "2026-06-01",
  end: "2026-11-30",
  grade: 2,
  ...facts,
});
const refusal = (work: () => unknown) => {
  try {
    work();
    return "allowed";
  } catch (cause) {
    const { status, code, pointer } = (cause as { facts: { status: number; code: string; pointer: string } })
      .facts;
    return `${status} ${code} ${pointer}`;
  }
};

describe("who may be placed", () => {
  it.each<[string, Partial<Applicant>, string]>([
    ["on the sixteenth birthday", {}, "allowed"],
    ["on the day before", { start: "2026-05-31" }, "422 under-sixteen /student/idNumber"],
    [
      "an apprentice on the day before",
      { scheme: "apprenticeship", start: "2026-05-31" },
      "422 under-sixteen /person/idNumber",
    ],
    [
      "born on 29 February, on 28 February",
      { idNumber: "411221200802290043", start: "2024-02-28", end: "2024-03-31" },
      "422 under-sixteen /student/idNumber",
    ],
    [
      "born on 29 February, on that day",
      { idNumber: "411221200802290043", start: "2024-02-29", end: "2024-03-31" },
      "allowed",
    ],
    ["a number in small letters", { idNumber: "41128120091220005x" }, "allowed"],
    ["a number in full width", { idNumber: "４１１２８１２００９１２２０００５Ｘ" }, "allowed"],
    [
      "a wrong check character",
      { idNumber: "411282201006011152" },
      "422 invalid-id-number /student/idNumber",
    ],
    [
      "an apprentice's wrong number",
      { scheme: "apprenticeship", idNumber: "1" },
      "422 invalid-id-number /person/idNumber",
    ],
    ["for one day", { end: "2026-06-01" }, "allowed"],
    ["to the day before the first", { end: "2026-05-31" }, "422 dates-reversed /end"],
    ["in the first year", { grade: 1 }, "422 first-year-student /student/grade"],
    ["in the third year", { grade: 3 }, "allowed"],
    ["an apprentice, whatever the year", { scheme: "apprenticeship", grade: 1 }, "allowed"],
  ])("%s", (_, facts, outcome) => expect(refusal(() => assertPlaceable(applicant(facts)))).toBe(outcome));
});

describe("what officers are shown", () => {
  it.each<[Partial<Applicant>, string[]]>([
    [{}, ["no-insurance", "no-pay", "no-employee-number"]],
    [{ insured: true, paid: true, employeeNo: "E1" }, []],
    [{ insured: true, paid: true }, ["no-employee-number"]],
    [{ insured: true, employeeNo: "E1" }, ["no-pay"]],
    [{ scheme: "apprenticeship", employeeNo: "E1" }, []],
  ])("of %o", (facts, codes) => {
    expect(warningsOf(applicant(facts)).map(({ code }) => code)).toEqual(codes);
  });
});

describe("two placements of one person", () => {
  const placement = (start: string, end: string, facts: Partial<PersonPlacement> = {}): PersonPlacement => ({
    placementId: "P1",
    uscc: "A",
    scheme: "internship",
    start,
    end,
    ...facts,
  });
  const june = placement("2026-06-01", "2026-06-30");
  const elsewhere = (start: string, end: string) => placement(start, end, { placementId: "P2", uscc: "B" });

  it.each<[string, string, [string, string] | null]>([
    ["2026-05-01", "2026-05-31", null],
    ["2026-07-01", "2026-07-31", null],
    ["2026-05-01", "2026-06-01", ["2026-06-01", "2026-06-01"]],
    ["2026-06-30", "2026-07-31", ["2026-06-30", "2026-06-30"]],
    ["2026-06-10", "2026-06-20", ["2026-06-10", "2026-06-20"]],
    ["2026-01-01", "2026-12-31", ["2026-06-01", "2026-06-30"]],
    ["2026-06-01", "2026-06-30", ["2026-06-01", "2026-06-30"]],
  ])("elsewhere from %s to %s share %o", (start, end, shared) => {
    const other = elsewhere(start, end);
    const overlap = shared ? [{ other, from: shared[0], to: shared[1] }] : [];
    expect(overlapsOf(june, [other])).toEqual(overlap);
  });

  it("are refused with the same enterprise under the same scheme, on a single common day", () => {
    const again = (start: string, end: string, facts = {}) =>
      placement(start, end, { placementId: "P2", ...facts });
    expect(refusal(() => overlapsOf(june, [again("2026-06-30", "2026-07-31")]))).toBe(
      "422 already-placed /start",
    );
    expect(overlapsOf(june, [again("2026-07-01", "2026-07-31")])).toEqual([]);
    expect(overlapsOf(june, [again("2026-06-30", "2026-07-31", { scheme: "apprenticeship" })])).toHaveLength(
      1,
    );
    expect(overlapsOf(june, [again("2026-06-30", "2026-07-31", { uscc: "B" })])).toHaveLength(1);
  });

  it("see each other alike, and share exactly the days that are in both", () => {
    const days = fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 })).map(([start, length]) => {
      const from = addDays("2026-06-01", start);
      return [from, addDays(from, length)] as const;
    });
    fc.assert(
      fc.property(days, days, ([start, end], [otherStart, otherEnd]) => {
        const [one, other] = [placement(start, end), elsewhere(otherStart, otherEnd)];
        const [there, back] = [overlapsOf(one, [other]), overlapsOf(other, [one])];
        expect(there.map(({ from, to }) => [from, to])).toEqual(back.map(({ from, to }) => [from, to]));
        const both = (day: string) => start <= day && day <= end && otherStart <= day && day <= otherEnd;
        const within = (day: string) => there.some(({ from, to }) => from <= day && day <= to);
        for (let day = start; day <= end; day = addDays(day, 1)) expect(within(day)).toBe(both(day));
      }),
    );
  });
});
