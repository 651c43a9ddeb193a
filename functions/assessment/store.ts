import { MonthAssessed, RankingPublished } from "../../events/assessment.ts";
import { fact } from "../../shared/runtime/bus.ts";
import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { openTable, type Write } from "../../shared/runtime/table.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Assessment, Revision } from "./assess.ts";
import type { Report } from "./report.ts";
import type { Rules } from "./rules.ts";
import type { Targets, UnitTargets } from "./target.ts";
import type { ToldFact } from "./told.ts";

/** A year's targets as they stand, in their version. */
export interface YearTargets extends Targets {
  year: string;
  version: number;
}

/** Which revision of a month is the latest, and what it was made of. */
export interface Head extends Pick<Revision, "period" | "revision" | "fingerprint"> {
  rules: Rules;
  frozenAt: string;
}

/** Which revision of a month the public reads. */
export interface Publication {
  period: Period;
  revision: number;
  publishedAt: string;
  publishedBy: string;
  /** Counts publications of the month. */
  version: number;
}

const numbered = (n: number): string => String(n).padStart(4, "0");
const targetsKey = (year: string) => ({ pk: `TARGETS#${year}`, sk: "CURRENT" });
const unitTargetsPrefix = (version: number) => `VERSION#${numbered(version)}#`;
const reportKey = ({ period, unitId, code }: Pick<Report, "period" | "unitId" | "code">) => ({
  pk: `REPORTS#${period}`,
  sk: `STANDING#${unitId}#${code}`,
});
const month = (period: Period) => `MONTH#${period}`;
const unitPrefix = (revision: number) => `REVISION#${numbered(revision)}#UNIT#`;

export function assessmentStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    async targets(year: string): Promise<YearTargets | undefined> {
      const head = await table.get<Omit<YearTargets, "units">>(targetsKey(year));
      if (!head) return undefined;
      const prefix = unitTargetsPrefix(head.version);
      const found = await table.all<UnitTargets>({ pk: `TARGETS#${year}`, prefix });
      const units = found.map(({ unitId, group, indicators }) => ({ unitId, group, indicators }));
      return { year, version: head.version, rules: head.rules, units };
    },

    /** Earlier versions stay. @throws ConditionFailed when they were set meanwhile */
    async setTargets({ units, ...head }: YearTargets, at: Date): Promise<void> {
      const { year, version } = head;
      const pk = `TARGETS#${year}`;
      await commit(table, {
        writes: [
          { put: { ...targetsKey(year), ...head }, when: following(version) },
          ...units.map((unit): Write => {
            const sk = `${unitTargetsPrefix(version)}${unit.unitId}`;
            return { put: { pk, sk, ...unit }, when: "absent" };
          }),
        ],
        changes: [{ subject: `targets/${year}`, action: "targets.set", from: version - 1, to: version }],
        at,
      });
    },

    report: (period: Period, unitId: string, code: string) =>
      table.get<Report>(reportKey({ period, unitId, code })),

    reports: (period: Period) => table.all<Report>({ pk: `REPORTS#${period}`, prefix: "STANDING#" }),

    /** Corrected reports stay beside the standing one. @throws ConditionFailed when it was corrected meanwhile */
    async putReport(report: Report, from: Report["value"] | null, at: Date): Promise<void> {
      const { unitId, code, version } = report;
      const pk = `REPORTS#${report.period}`;
      await commit(table, {
        writes: [
          { put: { ...reportKey(report), ...report }, when: following(version) },
          { put: { pk, sk: `ALL#${unitId}#${code}#${numbered(version)}`, ...report }, when: "absent" },
        ],
        changes: [
          {
            subject: `actual/${unitId}/${code}/${report.period}`,
            action: "actual.reported",
            from,
            to: report.value,
          },
        ],
        at,
      });
    },

    told: (year: string) => table.all<ToldFact>({ pk: `TOLD#${year}` }),

    /** Each counts once for a unit under its number; told otherwise later, it is corrected. */
    async keepTold(facts: readonly ToldFact[], at: Date): Promise<void> {
      await commit(table, {
        writes: facts.map((fact): Write => {
          const { code, unitId, number, date } = fact;
          return { put: { pk: `TOLD#${date.slice(0, 4)}`, sk: `${code}#${unitId}#${number}`, ...fact } };
        }),
        changes: facts.map(({ code, unitId, number, value }) => ({
          subject: `told/${unitId}/${code}`,
          action: "actual.told",
          to: { number, value },
        })),
        at,
      });
    },

    head: (period: Period) => table.get<Head>({ pk: month(period), sk: "HEAD" }),

    assessments: (period: Period, revision: number, limit: number, cursor?: string) =>
      table.page<Assessment>({ pk: month(period), prefix: unitPrefix(revision), limit, cursor }),

    allAssessments: (period: Period, revision: number) =>
      table.all<Assessment>({ pk: month(period), prefix: unitPrefix(revision) }),

    assessment: (period: Period, revision: number, unitId: string) =>
      table.get<Assessment>({ pk: month(period), sk: `${unitPrefix(revision)}${unitId}` }),

    /**
     * Plans and rules are kept beside the lines, which hold the actuals: all that it takes to score again.
     * @throws ConditionFailed when another run has frozen this revision
     */
    async freeze({ inputs, assessments, ...made }: Revision, at: Date): Promise<void> {
      const { period, revision } = made;
      const pk = month(period);
      const head: Head = { ...made, rules: inputs.rules, frozenAt: at.toISOString() };
      const indicators = new Map(inputs.units.map((unit) => [unit.unitId, unit.indicators]));
      await commit(table, {
        writes: [
          { put: { pk, sk: "HEAD", version: revision, ...head }, when: following(revision) },
          ...assessments.map((one): Write => {
            const sk = `${unitPrefix(revision)}${one.unitId}`;
            return { put: { pk, sk, ...one, indicators: indicators.get(one.unitId) }, when: "absent" };
          }),
        ],
        changes: [
          { subject: `assessment/${period}`, action: "month.assessed", from: revision - 1, to: revision },
        ],
        tell: [
          fact({
            event: MonthAssessed,
            id: `assessment-${period}-${revision}`,
            subject: period,
            subjectVersion: revision,
            data: { period, revision, units: assessments.length },
            at,
          }),
        ],
        at,
      });
    },

    publication: (period: Period) => table.get<Publication>({ pk: month(period), sk: "PUBLICATION" }),

    /** @throws ConditionFailed when a newer revision was frozen or published meanwhile */
    async publish(next: Publication, from: number | null, at: Date): Promise<void> {
      const { period, revision, version } = next;
      const pk = month(period);
      await commit(table, {
        writes: [
          { put: { pk, sk: "PUBLICATION", ...next }, when: following(version) },
          { put: { pk, sk: `PUBLISHED#${numbered(revision)}`, ...next }, when: "absent" },
          { check: { pk, sk: "HEAD" }, when: { version: revision } },
        ],
        changes: [{ subject: `ranking/${period}`, action: "ranking.published", from, to: revision }],
        tell: [
          fact({
            event: RankingPublished,
            id: `ranking-${period}-${revision}`,
            subject: period,
            subjectVersion: version,
            data: { period, revision },
            at,
          }),
        ],
        at,
      });
    },

    /** A revision that was published at some time, be it the one that stands or an earlier one. */
    published: (period: Period, revision: number) =>
      table.get<Publication>({ pk: month(period), sk: `PUBLISHED#${numbered(revision)}` }),
  };
}

/** A first version must be new, any other must follow the one before. */
const following = (version: number) => (version === 1 ? ("absent" as const) : { version: version - 1 });
