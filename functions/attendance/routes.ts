import * as z from "zod/mini";
import { anyone, defineRoutes, own, ownChecked } from "../../shared/values/route.ts";
import { count, date, fen, page, pageQuery, period, text, uscc } from "../../shared/values/schemas.ts";
import { MOST_MAPS } from "./column-map.ts";
import { FILING_KINDS } from "./filing.ts";
import { LAYERS, SEVERITIES } from "./rules/rule.ts";

const byId = z.object({ id: text(60) });
const uploader = { enterprise: ownChecked, school: ownChecked, officer: anyone } as const;

const upload = z.object({
  id: z.string(),
  uscc: z.string(),
  period: z.string(),
  sequence: z.int(),
  kind: z.string(),
  mode: z.string(),
  filename: z.string(),
  size: z.int(),
  status: z.string(),
  /** The rule by which the file as a whole was refused. */
  code: z.nullable(z.string()),
  withdrawn: z.boolean(),
  /** Announced after the month had begun to close. */
  late: z.boolean(),
  /** The earlier upload with the same content, whose words are counted for this one too. */
  sameAs: z.nullable(z.int()),
  announcedAt: z.string(),
  rows: z.object({ total: count, accepted: count, rejected: count, unchanged: count }),
  progress: z.object({ percent: count, studentMonths: count, accruedFen: fen }),
});

const wording = z.object({ zh: z.string(), en: z.string() });

/** What others' files and decisions mean for an upload: on which days, never where. */
const notice = z.object({
  code: z.string(),
  placementId: z.string(),
  dates: z.array(z.string()),
  kept: z.nullable(z.boolean()),
});

/** An upload of a student-month's chain, with the days of presence by its word. */
const said = z.object({ uploadId: z.string(), sequence: z.int(), days: count });

const studentMonth = z.extend(said, {
  placementId: z.string(),
  period: z.string(),
  /** The column by which the student was found, where it was no number of the student's own. */
  by: z.nullable(z.string()),
  late: z.boolean(),
  /** A school says otherwise; the enterprise's word counts. */
  disputed: z.boolean(),
  violations: z.array(z.object({ date: z.string(), code: z.string(), cleared: z.boolean() })),
  records: z.array(z.object({ date: z.string(), status: z.string(), minutes: count, basis: z.string() })),
  /** What the same source said before, the latest first. */
  earlier: z.array(said),
});

const mapForm = z.strictObject({
  name: z.optional(text(60)),
  /** The field by the heading in the file; fields as `readers/headers.ts` has them. */
  columns: z.record(z.string(), z.string()),
});
const columnMaps = z.object({
  uscc: z.string(),
  maps: z.array(z.object({ name: z.nullable(z.string()), columns: z.record(z.string(), z.string()) })),
  savedAt: z.nullable(z.string()),
  version: count,
});

const filingForm = z.strictObject({
  kinds: z.array(z.enum(FILING_KINDS)).check(z.minLength(1), z.maxLength(FILING_KINDS.length)),
  documentNo: text(200),
  from: date,
  to: date,
});
const filing = z.object({ id: z.string(), uscc: z.string(), ...filingForm.shape, recordedAt: z.string() });

/** What happens to files. */
export const fileRoutes = defineRoutes({
  announceUpload: {
    method: "POST",
    path: "/v1/uploads",
    summary: "申请上传文件 Announce a file and get where to put it",
    access: { enterprise: own("/body/uscc"), school: ownChecked, officer: anyone },
    body: z.strictObject({
      kind: z.enum(["attendance", "roster"]),
      uscc,
      period,
      filename: text(200),
      size: z.int(),
      mode: z.optional(z.enum(["merge", "replace-month"])),
    }),
    answers: {
      201: z.object({
        id: z.string(),
        sequence: z.int(),
        put: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }),
        expiresAt: z.string(),
      }),
    },
  },
  getUpload: {
    method: "GET",
    path: "/v1/uploads/{id}",
    summary: "上传进度 Read an upload's progress",
    access: uploader,
    params: byId,
    answers: {
      200: z.extend(upload, {
        notices: z.array(notice),
        noticesTotal: count,
        /** Of a file whose columns are not known: what a map of them may name. */
        headings: z.array(z.string()),
      }),
    },
  },
  getOriginal: {
    method: "GET",
    path: "/v1/uploads/{id}/original",
    summary: "原始文件（下载留痕） Download the original bytes; who did is recorded",
    access: uploader,
    params: byId,
    answers: { 303: null },
  },
  getReport: {
    method: "GET",
    path: "/v1/uploads/{id}/report",
    summary: "逐行处理报告 Download what became of each row",
    access: uploader,
    params: byId,
    query: z.strictObject({ format: z.optional(z.enum(["xlsx", "csv"])) }),
    answers: { 303: null },
  },
  withdrawUpload: {
    method: "POST",
    path: "/v1/uploads/{id}/withdraw",
    summary: "撤回上传 Withdraw an upload; the preceding word stands again",
    access: uploader,
    params: byId,
    answers: { 200: upload },
  },
  listUploads: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/uploads",
    summary: "企业当月的上传 List an enterprise's uploads of a month",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: z.object({ uscc }),
    query: z.strictObject({ ...pageQuery, period }),
    answers: { 200: page(upload) },
  },
  listAttendance: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/attendance",
    summary: "企业当月的学生出勤 List student-months with the upload each comes from",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: z.object({ uscc }),
    query: z.strictObject({ ...pageQuery, period }),
    answers: { 200: page(studentMonth) },
  },
  getColumnMaps: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/column-maps",
    summary: "企业自有文件的列对应 Read what an enterprise said of its own files' columns",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: z.object({ uscc }),
    answers: { 200: columnMaps },
  },
  putColumnMaps: {
    method: "PUT",
    path: "/v1/enterprises/{uscc}/column-maps",
    summary:
      "保存列对应，未识别的文件随即重读 Say what columns mean; files that were not recognised are read again",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: z.object({ uscc }),
    body: z.strictObject({ maps: z.array(mapForm).check(z.maxLength(MOST_MAPS)) }),
    answers: { 200: columnMaps },
  },
  getTemplate: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/template",
    summary: "预填的考勤模板 Download a template, prefilled with the month's placements",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: z.object({ uscc }),
    query: z.strictObject({ period, form: z.optional(z.enum(["matrix", "long"])) }),
    answers: { 303: null },
  },
  recordFiling: {
    method: "POST",
    path: "/v1/enterprises/{uscc}/filings",
    summary:
      "登记备案（夜班、法定节假日、加班） Record a filing that allows what the regulation else forbids",
    access: { officer: anyone },
    params: z.object({ uscc }),
    body: filingForm,
    answers: { 201: filing },
  },
  listFilings: {
    method: "GET",
    path: "/v1/enterprises/{uscc}/filings",
    summary: "企业的备案 List an enterprise's filings",
    access: { enterprise: own("/params/uscc"), officer: anyone },
    params: z.object({ uscc }),
    query: z.strictObject({ ...pageQuery }),
    answers: { 200: page(filing) },
  },
});

/** The rules that files are held to. */
export const rulebookRoutes = defineRoutes({
  listRules: {
    method: "GET",
    path: "/v1/rules",
    summary: "文件核对规则及说明 Every rule that files are held to, and how to put right what breaks it",
    access: "public",
    answers: {
      200: z.object({
        items: z.array(
          z.object({
            code: z.string(),
            layer: z.enum(LAYERS),
            severity: z.enum(SEVERITIES),
            source: z.string(),
            title: wording,
            help: wording,
          }),
        ),
      }),
    },
  },
});

export const routes = { ...fileRoutes, ...rulebookRoutes };
