import * as z from "zod/mini";
import { anyone, defineRoutes, own, ownChecked } from "../../shared/values/route.ts";
import { code, count, page, pageQuery, period, text } from "../../shared/values/schemas.ts";
import { GRADES, KINDS } from "./indicator.ts";

const grade = z.enum(GRADES);
const year = z.string().check(z.regex(/^20\d{2}$/));
const number = z.number();
const percent = z.number().check(z.minimum(0), z.maximum(100), z.multipleOf(0.01));
const byYear = z.object({ year });
const byPeriod = z.object({ period });

const rules = z.strictObject({
  documentNo: text(80),
  gradePercent: z.strictObject({ 优: percent, 良: percent, 中: percent, 差: percent }),
  gradeFrom: z
    .strictObject({ 优: percent, 良: percent, 中: percent })
    .check(z.refine(({ 优, 良, 中 }) => 优 >= 良 && 良 >= 中, { error: "优 ≥ 良 ≥ 中" })),
  bonusCap: percent,
});

/** What a document's rules are about (weights, curves) is examined as a whole, so that all findings come at once. */
const targetsForm = z.strictObject({
  units: z
    .array(
      z.strictObject({
        unitId: code,
        group: text(40),
        indicators: z
          .array(
            z.strictObject({
              code,
              kind: z.enum(KINDS),
              weight: number,
              target: z.optional(z.nullable(number)),
              curve: z.optional(z.array(z.nullable(number)).check(z.maxLength(24))),
            }),
          )
          .check(z.minLength(1), z.maxLength(40)),
      }),
    )
    .check(z.minLength(1), z.maxLength(90)),
  rules: z.optional(rules),
});
export type TargetsForm = z.infer<typeof targetsForm>;

const finding = z.object({ code: z.string(), zh: z.string(), en: z.string(), pointer: z.string() });
const targets = z.object({
  year,
  version: count,
  units: z.array(
    z.object({
      unitId: z.string(),
      group: z.string(),
      indicators: z.array(
        z.object({
          code: z.string(),
          kind: z.enum(KINDS),
          weight: number,
          target: z.nullable(number),
          curve: z.array(number),
        }),
      ),
    }),
  ),
  rules,
});

const reportForm = z.strictObject({
  unitId: code,
  period,
  code,
  value: z.union([number, grade]),
  evidence: z.array(text(200)).check(z.maxLength(10)),
});
const report = z.object({
  unitId: z.string(),
  period,
  code: z.string(),
  value: z.union([number, grade]),
  evidence: z.array(z.string()),
  version: count,
  reportedBy: z.string(),
  reportedAt: z.string(),
  checkedBy: z.nullable(z.string()),
});

const source = z.object({
  kind: z.enum(["certification", "settlement", "placements", "report", "accident", "event"]),
  id: z.string(),
  value: z.nullable(number),
  evidence: z.optional(z.array(z.string())),
  reportedBy: z.optional(z.string()),
  checkedBy: z.optional(z.nullable(z.string())),
});
const line = z.object({
  code: z.string(),
  kind: z.enum(KINDS),
  weight: number,
  planned: z.nullable(number),
  actual: z.nullable(z.union([number, grade])),
  ratio: z.nullable(number),
  points: number,
  sources: z.array(source),
});
const previous = z.nullable(z.object({ period, revision: count, total: number, rank: count }));
const assessment = z.object({
  period,
  revision: count,
  unitId: z.string(),
  name: z.string(),
  group: z.string(),
  rank: count,
  tied: z.boolean(),
  total: number,
  grade,
  vetoed: z.boolean(),
  base: number,
  bonus: number,
  deductions: number,
  lines: z.array(line),
  previous,
});
const place = z.object({
  group: z.string(),
  rank: count,
  tied: z.boolean(),
  unitId: z.string(),
  name: z.string(),
  total: number,
  grade,
  vetoed: z.boolean(),
  previous,
});
const publication = z.object({ period, revision: count, publishedAt: z.string() });

export const routes = defineRoutes({
  setTargets: {
    method: "PUT",
    path: "/v1/targets/{year}",
    summary: "下达年度目标 Set a year's targets",
    access: { leader: anyone },
    params: byYear,
    body: targetsForm,
    answers: { 200: z.extend(targets, { warnings: z.array(finding) }) },
  },
  getTargets: {
    method: "GET",
    path: "/v1/targets/{year}",
    summary: "年度目标 Read a year's targets; a unit sees its own",
    access: { leader: anyone, unit: ownChecked },
    params: byYear,
    answers: { 200: targets },
  },
  reportActual: {
    method: "POST",
    path: "/v1/actuals",
    summary: "填报完成情况（当年累计） Report what was reached since January",
    access: { unit: own("/body/unitId") },
    body: reportForm,
    answers: { 201: report },
  },
  listAssessments: {
    method: "GET",
    path: "/v1/assessments/{period}",
    summary: "月度考核得分 List a month's scores; a unit sees its own",
    access: { leader: anyone, unit: ownChecked },
    params: byPeriod,
    query: z.strictObject(pageQuery),
    answers: { 200: page(assessment) },
  },
  getAssessment: {
    method: "GET",
    path: "/v1/assessments/{period}/{unitId}",
    summary: "单位月度得分与计算过程 Read a unit's score with its workings",
    access: { leader: anyone, unit: own("/params/unitId") },
    params: z.object({ period, unitId: code }),
    answers: { 200: assessment },
  },
  publishRanking: {
    method: "POST",
    path: "/v1/rankings/{period}/publish",
    summary: "公布排名 Publish the latest revision of a month's ranking",
    access: { leader: anyone },
    params: byPeriod,
    query: z.strictObject({ revision: z.optional(z.coerce.number().check(z.int(), z.minimum(1))) }),
    answers: { 200: publication },
  },
  getRanking: {
    method: "GET",
    path: "/v1/rankings/{period}",
    summary: "已公布的排名 Read the published ranking",
    access: "public",
    params: byPeriod,
    query: z.strictObject({
      ...pageQuery,
      revision: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
    }),
    answers: { 200: z.extend(page(place), { period, revision: count, publishedAt: z.string() }) },
  },
});
