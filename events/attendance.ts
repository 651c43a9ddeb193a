import * as z from "zod/mini";
import { code, count, date, period, text, uscc } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

const upload = z.object({ uscc, period, uploadId: z.string(), sequence: z.int() });

export const UploadAccepted = defineEvent({
  type: "cn.ronghe.attendance.upload-accepted.v1",
  summary: "考勤文件已接受，学生月已更新 An attendance file was accepted and its student-months stand",
  producer: "attendance",
  consumers: ["subsidy/changes"],
  data: z.extend(upload, { studentMonths: count }),
  outside: ["uscc", "period", "uploadId", "sequence", "studentMonths"],
});

export const UploadWithdrawn = defineEvent({
  type: "cn.ronghe.attendance.upload-withdrawn.v1",
  summary: "考勤文件已撤回，此前的记录恢复有效 An upload was withdrawn; the preceding word stands again",
  producer: "attendance",
  consumers: ["subsidy/changes"],
  data: upload,
  outside: ["uscc", "period", "uploadId", "sequence"],
});

export const UploadReread = defineEvent({
  type: "cn.ronghe.attendance.upload-reread.v1",
  summary:
    "考勤文件已重新读取 A file was read again, after the roster or its column map changed, and says otherwise",
  producer: "attendance",
  consumers: ["subsidy/changes"],
  data: z.extend(upload, { reading: count, status: z.string(), studentMonths: count }),
  outside: ["uscc", "period", "uploadId", "sequence", "reading", "status", "studentMonths"],
});

export const FilingRecorded = defineEvent({
  type: "cn.ronghe.attendance.filing-recorded.v1",
  summary: "备案已登记 A filing that allows night shifts, holidays or overtime on its days was recorded",
  producer: "attendance",
  consumers: ["subsidy/changes"],
  data: z.object({ uscc, filingId: z.string(), from: date, to: date }),
  outside: ["uscc", "filingId", "from", "to"],
});

/** The most placements that one command asks for; with every text at its longest that is a quarter of a message. */
const MOST_PLACEMENTS = 50;

export const PlacementsRequested = defineEvent({
  type: "cn.ronghe.attendance.placements-requested.v1",
  summary: "花名册要求登记一批安置 A roster commands some placements to be registered",
  producer: "attendance",
  consumers: ["placement/rosters"],
  data: z.object({
    uscc,
    uploadId: z.string(),
    batch: count,
    rows: z
      .array(
        z.object({
          /** Which row of the file it is, counted from 1 over all of its sheets. */
          row: count,
          personId: z.string(),
          nameKey: z.string(),
          studentNoKey: z.nullable(z.string()),
          maskedName: z.string(),
          schoolCode: code,
          agreementNo: text(60),
          grade: z.int().check(z.minimum(1), z.maximum(9)),
          major: z.nullable(text(60)),
          start: date,
          end: date,
          post: text(60),
          employeeNo: z.nullable(text(40)),
        }),
      )
      .check(z.maxLength(MOST_PLACEMENTS)),
  }),
});
