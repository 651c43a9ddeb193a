import { describe, expect, it } from "vitest";
import { assertInsurable, insuredWith } from "../../../functions/placement/insure.ts";
import { type Draft, made } from "../../../functions/placement/register.ts";
import { nobody } from "../../../functions/placement/store.ts";
import { Problem } from "../../../shared/values/problem.ts";

const draft: Draft = {
  personId: "person",
  uscc: "91411200MA9TE0T007",
  scheme: "internship",
  start: "2026-03-01",
  end: "2026-08-31",
  schoolCode: "S001",
  post: "装配",
  employeeNo: "E1",
  agreementNo: "XY-1",
  level: null,
  grade: 2,
  major: null,
  pay: null,
  insurance: null,
  idKey: "id",
  nameKey: "name",
  studentNoKey: null,
  maskedName: "王＊",
  warnings: [
    { code: "no-insurance", zh: "未投保", en: "Not insured" },
    { code: "no-pay", zh: "无报酬", en: "No pay" },
  ],
  origin: null,
};
const insurance = { policyNo: "B-1", from: "2026-03-01", to: "2026-08-31", premiumFen: 8_850 };

describe("a person's line of a placement", () => {
  it("has the year of study and the insured days with their premium, and no policy number", () => {
    const { person } = made({ ...draft, insurance }, nobody("person"), 1);
    expect(person.placements).toEqual([
      {
        placementId: "91411200MA9TE0T007-00001",
        uscc: draft.uscc,
        scheme: "internship",
        start: "2026-03-01",
        end: "2026-08-31",
        grade: 2,
        insurance: { from: "2026-03-01", to: "2026-08-31", premiumFen: 8_850 },
      },
    ]);
  });

  it("leaves out what nobody recorded", () => {
    const [line] = made({ ...draft, grade: null }, nobody("person"), 1).person.placements;
    expect(Object.keys(line ?? {})).toEqual(["placementId", "uscc", "scheme", "start", "end"]);
  });
});

describe("insurance recorded later", () => {
  const { placement, person } = made(draft, nobody("person"), 1);

  it("is in the placement and in its person's line, each in its next version, and no longer missing", () => {
    const [insured, next] = insuredWith(placement, person, insurance);
    expect(insured).toMatchObject({ insurance, version: placement.version + 1 });
    expect(insured.warnings.map(({ code }) => code)).toEqual(["no-pay"]);
    expect(next).toMatchObject({ version: person.version + 1 });
    expect(next.placements[0]?.insurance).toEqual({
      from: "2026-03-01",
      to: "2026-08-31",
      premiumFen: 8_850,
    });
  });

  it("changes no other placement of the person", () => {
    const other = made({ ...draft, start: "2026-09-01", end: "2026-12-31" }, person, 2);
    const [, next] = insuredWith(placement, other.person, insurance);
    expect(next.placements.map((line) => line.insurance?.from)).toEqual(["2026-03-01", undefined]);
  });

  it.each([
    ["/policyNo", { ...placement, scheme: "apprenticeship" as const }, insurance],
    ["/to", placement, { ...insurance, to: "2026-02-28" }],
  ])("is refused at %s where it makes no sense", (pointer, one, cover) => {
    expect(() => assertInsurable(one, cover)).toThrow(Problem);
    try {
      assertInsurable(one, cover);
    } catch (cause) {
      expect((cause as Problem).facts).toMatchObject({ status: 422, code: "insurance-invalid", pointer });
    }
  });
});
