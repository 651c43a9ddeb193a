import * as z from "zod/mini";
import { count, period, uscc } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

const upload = z.object({ uscc, period, uploadId: z.string(), sequence: z.int() });

export const UploadAccepted = defineEvent({
  type: "cn.ronghe.attendance.upload-accepted.v1",
  summary: "考勤文件已接受，学生月已更新 An attendance file was accepted and its student-months stand",
  producer: "attendance",
  consumers: ["subsidy/changes"],
  data: z.extend(upload, { studentMonths: count }),
});

export const UploadWithdrawn = defineEvent({
  type: "cn.ronghe.attendance.upload-withdrawn.v1",
  summary: "考勤文件已撤回，此前的记录恢复有效 An upload was withdrawn; the preceding word stands again",
  producer: "attendance",
  consumers: ["subsidy/changes"],
  data: upload,
});
