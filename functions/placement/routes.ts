import * as z from "zod/mini";
import { anyone, defineRoutes, own, ownChecked } from "../../shared/values/route.ts";
import { code, date, fen, page, pageQuery, reason, text, uscc } from "../../shared/values/schemas.ts";

const idNumber = z.string().check(z.trim(), z.minLength(15), z.maxLength(24));
const employeeNo = z.optional(text(40));

/** What the agreement says of pay; firms state more than these two, and it is kept as they state it. */
const pay = z.catchall(
  z.object({ monthlyFen: z.optional(z.int().check(z.minimum(0))), basis: z.optional(text(60)) }),
  z.union([text(100), z.number(), z.boolean()]),
);

/** The liability insurance of an intern: the days it covers, and what it cost. */
const insurance = z.strictObject({
  policyNo: text(60),
  from: date,
  to: date,
  premiumFen: z.optional(fen.check(z.minimum(0))),
});

const internship = z.strictObject({
  scheme: z.literal("internship"),
  uscc,
  schoolCode: code,
  agreementNo: text(60),
  start: date,
  end: date,
  post: text(60),
  employeeNo,
  student: z.strictObject({
    idNumber,
    name: text(50),
    studentNo: z.optional(text(40)),
    grade: z.int().check(z.minimum(1), z.maximum(9)),
    major: z.optional(text(60)),
  }),
  pay: z.optional(pay),
  insurance: z.optional(insurance),
});

const apprenticeship = z.strictObject({
  scheme: z.literal("apprenticeship"),
  uscc,
  contractNo: text(60),
  contractFrom: date,
  contractTo: date,
  level: text(20),
  employeeNo,
  person: z.strictObject({ idNumber, name: text(50) }),
});

const conflict = z.object({
  id: z.string(),
  placementIds: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  keep: z.nullable(z.string()),
  reason: z.nullable(z.string()),
});

const placement = z.object({
  placementId: z.string(),
  placementNo: z.string(),
  uscc: z.string(),
  scheme: z.string(),
  schoolCode: z.nullable(z.string()),
  start: z.string(),
  end: z.string(),
  status: z.string(),
  post: z.nullable(z.string()),
  employeeNo: z.nullable(z.string()),
  agreementNo: z.string(),
  person: z.object({ name: z.string(), idNumber: z.nullable(z.string()) }),
  warnings: z.array(reason),
});

export type PlacementForm = z.infer<typeof internship> | z.infer<typeof apprenticeship>;

export const routes = defineRoutes({
  place: {
    method: "POST",
    path: "/v1/placements",
    summary: "登记安置 Place a student or an apprentice",
    access: { enterprise: own("/body/uscc"), school: own("/body/schoolCode"), officer: anyone },
    body: z.discriminatedUnion("scheme", [internship, apprenticeship]),
    answers: {
      201: z.object({
        placementId: z.string(),
        placementNo: z.string(),
        conflicts: z.array(conflict),
        warnings: z.array(reason),
      }),
    },
  },
  listPlacements: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/placements",
    summary: "企业的安置名单 List an enterprise's placements",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: z.object({ uscc }),
    query: z.strictObject(pageQuery),
    answers: { 200: page(placement) },
  },
  getPlacement: {
    method: "GET",
    path: "/v1/placements/{id}",
    summary: "安置详情 Read a placement",
    access: { enterprise: ownChecked, school: ownChecked, officer: anyone },
    params: z.object({ id: text(40) }),
    answers: { 200: z.extend(placement, { conflicts: z.array(conflict) }) },
  },
  endPlacement: {
    method: "POST",
    path: "/v1/placements/{id}/end",
    summary: "提前终止安置 End a placement",
    access: { enterprise: ownChecked, school: ownChecked, officer: anyone },
    params: z.object({ id: text(40) }),
    body: z.strictObject({ end: date, reason: text(300) }),
    answers: { 200: placement },
  },
  insurePlacement: {
    method: "PUT",
    path: "/v1/placements/{id}/insurance",
    summary: "登记或更正实习责任保险 Record or correct the insurance of an internship",
    access: { enterprise: ownChecked, school: ownChecked, officer: anyone },
    params: z.object({ id: text(40) }),
    body: insurance,
    answers: { 200: placement },
  },
  decideConflict: {
    method: "POST",
    path: "/v1/conflicts/{id}/decision",
    summary: "裁定重复安置 Decide which of two placements counts",
    access: { officer: anyone },
    params: z.object({ id: text(60) }),
    body: z.strictObject({ keep: text(40), reason: text(300) }),
    answers: { 200: conflict },
  },
});
