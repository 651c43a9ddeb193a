import * as z from "zod/mini";
import { anyone, defineRoutes, own } from "../../shared/values/route.ts";
import { code, count, date, page, pageQuery, reason, text, uscc } from "../../shared/values/schemas.ts";
import { CERTIFICATION_KINDS } from "./certification.ts";

const account = z.strictObject({
  bankName: text(80),
  bankCode: text(20),
  accountName: text(100),
  accountNo: z.string().check(z.regex(/^[0-9][0-9 -]{5,38}[0-9]$/)),
});
const contact = z.strictObject({
  name: text(50),
  phone: z.string().check(z.regex(/^\+?[0-9][0-9 -]{5,18}[0-9]$/)),
});

const registration = z.strictObject({
  uscc,
  name: text(100),
  districtCode: code,
  industryCode: z.string().check(z.regex(/^[A-T]?\d{2,4}$/)),
  aboveScale: z.boolean(),
  staff: count,
  contact,
  account,
});

const enterprise = z.object({
  uscc: z.string(),
  name: z.string(),
  status: z.enum(["pending", "registered", "review", "rejected"]),
  reasons: z.array(reason),
  districtCode: z.string(),
  industryCode: z.string(),
  aboveScale: z.boolean(),
  staff: z.int(),
  /** Why it is not paid for the time being. */
  blocks: z._default(
    z.array(z.object({ kind: z.enum(["credit", "accident", "tax"]), id: z.string(), since: date })),
    [],
  ),
  contact: z.object({ name: z.string(), phone: z.string() }),
  account: z.object({
    bankName: z.string(),
    bankCode: z.string(),
    accountName: z.string(),
    accountNo: z.string(),
  }),
  pendingAccount: z.nullable(
    z.object({ bankName: z.string(), bankCode: z.string(), accountName: z.string(), accountNo: z.string() }),
  ),
});

const certification = z.object({
  id: z.string(),
  uscc: z.string(),
  kind: z.string(),
  status: z.string(),
  validFrom: z.nullable(date),
  validTo: z.nullable(date),
  documentNo: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  evidence: z.array(z.string()),
});

const school = z.strictObject({
  code,
  name: text(100),
  level: z.optional(text(40)),
  districtCode: z.optional(code),
});
const unit = z.strictObject({
  code,
  name: text(100),
  kind: z.enum(["department", "district", "zone"]),
  gbCode: z.optional(z.string().check(z.regex(/^\d{6}$/))),
  group: z.optional(text(40)),
});
const byUscc = z.object({ uscc });

export const routes = defineRoutes({
  registerEnterprise: {
    method: "POST",
    path: "/v1/enterprises",
    summary: "登记企业 Register an enterprise",
    access: { enterprise: own("/body/uscc"), officer: anyone },
    body: registration,
    answers: { 201: z.object({ uscc: z.string(), status: z.string() }) },
  },
  listEnterprises: {
    method: "GET",
    path: "/v1/enterprises",
    summary: "企业名单 List enterprises",
    access: { officer: anyone, finance: anyone, auditor: anyone },
    query: z.strictObject(pageQuery),
    answers: { 200: page(enterprise) },
  },
  getEnterprise: {
    method: "GET",
    path: "/v1/enterprises/{uscc}",
    summary: "企业登记信息 Read an enterprise",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: byUscc,
    answers: { 200: enterprise },
  },
  reviewEnterprise: {
    method: "POST",
    path: "/v1/enterprises/{uscc}/review",
    summary: "人工核验登记 Decide a registration that needs review",
    access: { officer: anyone },
    params: byUscc,
    body: z.strictObject({ decision: z.enum(["approve", "reject"]), reason: text(500) }),
    answers: { 200: enterprise },
  },
  changeAccount: {
    method: "PUT",
    path: "/v1/enterprises/{uscc}/account",
    summary: "变更收款账户 Change the bank account",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: byUscc,
    body: account,
    answers: { 200: enterprise },
  },
  confirmAccount: {
    method: "POST",
    path: "/v1/enterprises/{uscc}/account/confirm",
    summary: "复核收款账户 Confirm a changed bank account",
    access: { officer: anyone },
    params: byUscc,
    answers: { 200: enterprise },
  },
  applyForCertification: {
    method: "POST",
    path: "/v1/enterprises/{uscc}/certifications",
    summary: "申请认定 Apply for a certification",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: byUscc,
    body: z.strictObject({
      kind: z.enum(CERTIFICATION_KINDS),
      evidence: z.array(text(300)).check(z.maxLength(50)),
    }),
    answers: { 202: z.object({ id: z.string() }) },
  },
  listCertifications: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/certifications",
    summary: "企业的认定 List an enterprise's certifications",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: byUscc,
    query: z.strictObject(pageQuery),
    answers: { 200: page(certification) },
  },
  decideCertification: {
    method: "POST",
    path: "/v1/certifications/{id}/decision",
    summary: "决定认定 Decide a certification",
    access: { officer: anyone },
    params: z.object({ id: text(60) }),
    body: z.strictObject({
      decision: z.enum(["approve", "reject", "revoke"]),
      validFrom: z.optional(date),
      validTo: z.optional(date),
      documentNo: z.optional(text(80)),
      reason: z.optional(text(500)),
    }),
    answers: { 200: certification },
  },
  addSchool: {
    method: "POST",
    path: "/v1/schools",
    summary: "登记院校 Register a school",
    access: { officer: anyone },
    body: school,
    answers: { 201: school },
  },
  listSchools: {
    method: "GET",
    path: "/v1/schools",
    summary: "院校名单 List schools",
    access: { officer: anyone, enterprise: anyone, school: anyone, unit: anyone, leader: anyone },
    query: z.strictObject(pageQuery),
    answers: { 200: page(school) },
  },
  addUnit: {
    method: "POST",
    path: "/v1/units",
    summary: "登记责任单位 Register a unit",
    access: { officer: anyone },
    body: unit,
    answers: { 201: unit },
  },
  listUnits: {
    method: "GET",
    path: "/v1/units",
    summary: "责任单位名单 List units",
    access: "public",
    query: z.strictObject(pageQuery),
    answers: { 200: page(unit) },
  },
});
