import * as z from "zod/mini";
import { code, date, fen, text, uscc } from "../../shared/values/schemas.ts";
import { inbound, inboundAbout } from "./define.ts";

/** The units whose indicator it counts for: a school, a district, the bureau that answers for it. */
const unitIds = z.array(code).check(z.minLength(1), z.maxLength(5));

export const TeacherQualified = inboundAbout(
  {
    type: "cn.ronghe.assessment.teacher-qualified.v1",
    summary: "教师获双师型认定 A teacher was recognised as a dual-qualified one",
    consumer: "assessment",
  },
  (who) => z.strictObject({ unitIds, certificateNo: text(80), date, teacher: who }),
);

export const ProjectMilestone = inbound({
  type: "cn.ronghe.assessment.project-milestone.v1",
  summary: "储备项目达到节点，完成投资 A project of the reserve reached a milestone, with so much invested",
  consumer: "assessment",
  data: z.strictObject({
    unitIds,
    projectNo: text(60),
    milestone: text(80),
    date,
    /** Invested since the milestone before. */
    investedFen: fen.check(z.minimum(0)),
  }),
});

export const BaseAccepted = inbound({
  type: "cn.ronghe.assessment.base-accepted.v1",
  summary: "实训基地通过验收 A training base was accepted",
  consumer: "assessment",
  data: z.strictObject({ unitIds, baseNo: text(60), uscc: z.optional(uscc), date }),
});
