import { PERIOD } from "./days.ts";
import type { City } from "./model.ts";
import { expected } from "./oracle.ts";
import { GROUPS, type Unit } from "./units.ts";

/** How an indicator is scored. */
export type IndicatorKind = "higher-is-better" | "lower-is-better" | "must-reach" | "qualitative";

export type Indicator = {
  code: string;
  kind: IndicatorKind;
  /** Points; those of a unit sum to 100. */
  weight: number;
  target: number;
  /** Planned total at the end of each month, January to December; the last is the target. */
  curve: number[];
};

/** The body of `PUT /v1/targets/2026`. */
export type Targets = { units: { unitId: string; group: string; indicators: Indicator[] }[] };

/** A body of `POST /v1/actuals`. Values are totals from January to the end of the period. */
export type Actual = { unitId: string; period: string; code: string; value: number; evidence: string[] };

// Percent of the year's target planned by the end of each month. No plan of the city is a straight line:
// internships cluster after the summer, projects wait for the building season.
const CURVES: Record<string, readonly number[]> = {
  "new-listed-enterprises": [0, 0, 20, 20, 20, 40, 40, 40, 70, 70, 100, 100],
  "intern-person-months": [2, 4, 10, 18, 28, 40, 44, 48, 60, 74, 88, 100],
  "settled-on-time": [100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100],
  "apprentices-in-training": [5, 5, 20, 30, 40, 50, 55, 60, 75, 85, 95, 100],
  "reserve-project-investment": [0, 2, 8, 16, 28, 40, 52, 64, 76, 88, 96, 100],
};

function indicator(code: string, kind: IndicatorKind, weight: number, target: number): Indicator {
  const curve = (CURVES[code] ?? []).map((percent) => Math.round((target * percent) / 100));
  return { code, kind, weight, target, curve };
}

/** The leading group's targets for 2026. Districts and zones are ranked with one another, departments apart. */
export function targets2026(city: City): Targets {
  const places = [...city.districts, ...city.zones].map((unit) => ({
    unitId: unit.code,
    group: GROUPS.places,
    indicators: [
      indicator("new-listed-enterprises", "higher-is-better", 30, 5),
      indicator("intern-person-months", "higher-is-better", 30, 10 * Math.ceil(internsIn(city, unit) / 5)),
      indicator("apprentices-in-training", "higher-is-better", 25, 200),
      indicator("reserve-project-investment", "higher-is-better", 15, 30_000),
    ],
  }));
  const departments = city.departments.map((unit) => ({
    unitId: unit.code,
    group: GROUPS.departments,
    indicators: [
      indicator("settled-on-time", "must-reach", 40, 100),
      indicator("apprentices-in-training", "higher-is-better", 35, 300),
      indicator("reserve-project-investment", "higher-is-better", 25, 10_000),
    ],
  }));
  return { units: [...places, ...departments] };
}

const internsIn = (city: City, { code }: Unit): number =>
  city.enterprises
    .filter(({ districtCode }) => districtCode === code)
    .reduce((sum, { interns }) => sum + interns, 0);

/** What the units themselves report for June, with the names of their evidence. */
export function actualsForJune(city: City): Actual[] {
  const places = new Set([...city.districts, ...city.zones].map(({ code }) => code));
  return targets2026(city).units.flatMap(({ unitId, indicators }, number) =>
    indicators
      .filter(({ code }) => code in EVIDENCE)
      .map(({ code, curve }) => {
        // From three quarters of the plan upwards: some units are behind, some ahead, two level.
        const percent = [100, 88, 115, 75, 100, 93][number % 6] as number;
        const planned = curve[5] ?? 0;
        const value = Math.round((planned * percent) / 100);
        const issuer = places.has(unitId) ? "县区统计表" : "部门统计表";
        return { unitId, period: PERIOD, code, value, evidence: [`${issuer}-${EVIDENCE[code]}.pdf`] };
      }),
  );
}

/** What is reported rather than found in the books. */
const EVIDENCE: Record<string, string> = {
  "apprentices-in-training": "学徒开班备案花名册",
  "reserve-project-investment": "储备项目投资完成额",
};

/**
 * What the books must say by the end of June, worked out from the city: payable intern person-months by the
 * enterprise's district or zone, and enterprises newly listed (cultivated or certified) since January.
 */
export function booksForJune(city: City): Actual[] {
  const { byEnterprise } = expected(city);
  return [...city.districts, ...city.zones].flatMap(({ code: unitId }) => {
    const here = city.enterprises.filter(({ districtCode }) => districtCode === unitId);
    const months = here.reduce((sum, { uscc }) => sum + (byEnterprise[uscc]?.payableStudentMonths ?? 0), 0);
    const listed = here.filter(({ certifications }) =>
      certifications.some(
        ({ kind, decision, validFrom = "" }) =>
          kind !== "internship-compliant" && decision === "approve" && validFrom.startsWith("2026"),
      ),
    ).length;
    return [
      { unitId, period: PERIOD, code: "intern-person-months", value: months, evidence: [] },
      { unitId, period: PERIOD, code: "new-listed-enterprises", value: listed, evidence: [] },
    ];
  });
}
