import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ageOn, birthDate, checkCitizenId, checkUscc } from "../../../shared/values/identifiers.ts";
import { actualsForJune, booksForJune, targets2026 } from "../../city/assessment.ts";
import { DAYS, isShiftDay, WORKING_DAYS, weekday } from "../../city/days.ts";
import { filesFor } from "../../city/files.ts";
import { buildCity, placementsOf } from "../../city/model.ts";
import { citizenId, companyCode } from "../../city/numbers.ts";
import { expected } from "../../city/oracle.ts";
import { registrations } from "../../city/registrations.ts";
import { bankReturns } from "../../city/returns.ts";
import {
  STRAIGHT_LINE_PLAN,
  STRAIGHT_LINE_POINTS,
  STRAIGHT_LINE_TOTAL,
  WORKED_BONUS,
  WORKED_DEDUCTIONS,
  WORKED_LINES,
  WORKED_TOTAL,
} from "../../city/worked-example.ts";

const full = buildCity();
const small = buildCity({ scale: "small" });
const count = <T>(items: readonly T[], holds: (item: T) => boolean) => items.filter(holds).length;

describe("the city as it was ordered", () => {
  test("the full city has the stated numbers of everything", () => {
    expect(full.districts.map(({ code }) => code)).toEqual(["411202", "411203", "411221", "411224"]);
    expect(full.zones.map(({ code }) => code)).toEqual(["SMX-EDZ", "SMX-DEMO"]);
    expect(full.departments).toHaveLength(6);
    expect(full.schools.map(({ code }) => code)).toEqual(["S001", "S002", "S003", "S004", "S005"]);
    expect(full.enterprises).toHaveLength(40);
    expect(full.placements).toHaveLength(3000);
    const sizes = full.enterprises.map(({ uscc }) => placementsOf(full, uscc).length);
    expect(sizes).toEqual(full.enterprises.map(({ interns }) => interns));
    expect([Math.max(...sizes), Math.min(...sizes)]).toEqual([603, 3]);
  });

  test("the small city has every kind of file and one firm more", () => {
    expect(small.enterprises).toHaveLength(6);
    expect(small.placements).toHaveLength(40);
    expect(new Set(small.enterprises.slice(0, 5).map(({ shape }) => shape)).size).toBe(5);
    expect(small.enterprises[5]?.certifications).toEqual([]);
  });

  test("unusual certifications and double placements occur", () => {
    const compliant = full.enterprises.map(({ certifications }) =>
      certifications.find(({ kind, decision }) => kind === "internship-compliant" && decision === "approve"),
    );
    expect(count(compliant, (one) => one === undefined)).toBe(4);
    expect(count(compliant, (one) => one?.validTo === "2026-06-20")).toBe(1);
    expect(count(compliant, (one) => one?.validFrom === "2026-06-15")).toBe(1);
    expect(full.conflicts).toHaveLength(2);
    for (const { keep, other } of full.conflicts) {
      const [a, b] = [keep, other].map((key) => full.placements.find((placement) => placement.key === key));
      expect(a?.student.idNumber).toBe(b?.student.idNumber);
      expect(a?.uscc).not.toBe(b?.uscc);
    }
  });
});

describe("identifiers", () => {
  test("the standards' own layout: region, birth date, sequence, check", () => {
    expect(citizenId("1949-12-31", 2)).toMatch(/^41120019491231002[\dX]$/);
    expect(companyCode("411224", 13)).toMatch(/^91411224MA900013[\dX][0-9A-Y]$/);
  });

  test("all are valid and different, but for the one code with a wrong check digit", () => {
    for (const { uscc, becomes } of [...full.enterprises, ...small.enterprises]) {
      expect(checkUscc(uscc)).toEqual(
        becomes === "registered" ? { valid: true, problems: [] } : { valid: false, problems: ["check"] },
      );
    }
    expect(count(full.enterprises, ({ becomes }) => becomes === "review")).toBe(1);
    const ids = full.placements.map(({ student }) => student.idNumber);
    expect(ids.every((id) => checkCitizenId(id).valid)).toBe(true);
    expect(new Set(ids).size).toBe(2998);
    expect(new Set(full.placements.map(({ agreementNo }) => agreementNo)).size).toBe(3000);
  });

  test("everybody is 16 to 20 years old and past the first year", () => {
    for (const { student, start } of full.placements) {
      const age = ageOn(birthDate(student.idNumber), start < "2026-06-01" ? start : "2026-06-01");
      expect(age).toBeGreaterThanOrEqual(16);
      expect(age).toBeLessThanOrEqual(20);
      expect([2, 3]).toContain(student.grade);
    }
  });

  test("two students of a firm share a name, and the one without a number shares his with nobody", () => {
    const [first] = full.enterprises;
    const names = placementsOf(full, first?.uscc ?? "").map(({ student }) => student.name);
    expect(names[0]).toBe(names[6]);
    expect(count(names, (name) => name === names[7])).toBe(1);
  });

  test("phones and accounts are of the invented ranges", () => {
    for (const { contact, account } of full.enterprises) {
      expect(contact.phone).toMatch(/^1990000\d{4}$/);
      expect(account.accountNo).toMatch(/^\d{19}$/);
    }
  });
});

describe("the same seed", () => {
  test("gives the same city and the same bytes", async () => {
    expect(buildCity()).toEqual(full);
    const again = buildCity({ scale: "small" });
    expect(fingerprint(await filesFor(again))).toBe(fingerprint(await filesFor(small)));
    const other = buildCity({ scale: "small", seed: 1 });
    expect(fingerprint(await filesFor(other))).not.toBe(fingerprint(await filesFor(small)));
  });
});

function fingerprint(files: { bytes: Uint8Array }[]): string {
  const hash = createHash("sha256");
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest("hex");
}

test("June 2026 begins on a Monday and has 21 working days", () => {
  expect(weekday("2026-06-01")).toBe(1);
  expect(weekday("2026-07-01")).toBe(3);
  expect(weekday("2026-05-31")).toBe(7);
  expect(count(DAYS, (date) => isShiftDay(date, 5))).toBe(WORKING_DAYS);
});

test("registrations carry the fields of the API and no others", () => {
  const bodies = registrations(full);
  expect(bodies.units).toHaveLength(12);
  expect(bodies.placements).toHaveLength(3000);
  expect(Object.keys(bodies.enterprises[0] ?? {})).toEqual(
    "uscc,name,districtCode,industryCode,aboveScale,staff,contact,account".split(","),
  );
  const fields = "scheme,uscc,schoolCode,agreementNo,start,end,post,employeeNo,student,pay,insurance".split(
    ",",
  );
  for (const { body } of bodies.placements) {
    expect(Object.keys(body).filter((field) => !fields.includes(field))).toEqual([]);
  }
  const known = new Set([...full.districts, ...full.zones].map(({ code }) => code));
  expect(bodies.enterprises.every(({ districtCode }) => known.has(districtCode))).toBe(true);
});

test("two payments come back, both of firms that are owed something", () => {
  const returns = bankReturns(full);
  expect(new Set(returns.map(({ uscc }) => uscc)).size).toBe(2);
  expect(returns.every(({ amountFen }) => amountFen > 0)).toBe(true);
});

describe("assessment", () => {
  test("weights sum to 100 and every curve rises to its target, but not straight", () => {
    for (const { indicators } of targets2026(full).units) {
      expect(indicators.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
      for (const { curve, target } of indicators) {
        expect(curve).toHaveLength(12);
        expect(curve[11]).toBe(target);
        expect(curve).toEqual(curve.toSorted((a, b) => a - b));
      }
    }
  });

  test("reports name known units, and the books hold the payable person-months", () => {
    const units = new Set(targets2026(full).units.map(({ unitId }) => unitId));
    expect(actualsForJune(full)).toHaveLength(24);
    expect(actualsForJune(full).every(({ unitId }) => units.has(unitId))).toBe(true);
    const months = booksForJune(full).filter(({ code }) => code === "intern-person-months");
    const total = months.reduce((sum, { value }) => sum + value, 0);
    expect(total).toBe(expected(full).payableStudentMonths);
  });

  test("the worked example comes to 86.25, and to 83.25 with a straight line", () => {
    const score = (weight: number, actual: number, planned: number) =>
      Math.floor((2 * Math.min(weight * actual * 100, weight * planned * 100) + planned) / (2 * planned));
    for (const { weight, actual, planned, points } of WORKED_LINES) {
      expect(actual === "良" ? (weight * 85 * 100) / 100 : score(weight, actual, planned)).toBe(points);
    }
    const lines = WORKED_LINES.reduce((sum, { points }) => sum + points, 0);
    const deductions = WORKED_DEDUCTIONS.reduce((sum, points) => sum + points, 0);
    expect(lines + WORKED_BONUS - deductions).toBe(WORKED_TOTAL);
    expect(score(25, 2640, STRAIGHT_LINE_PLAN)).toBe(STRAIGHT_LINE_POINTS);
    expect(WORKED_TOTAL - 2500 + STRAIGHT_LINE_POINTS).toBe(STRAIGHT_LINE_TOTAL);
  });
});
