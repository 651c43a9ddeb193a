import * as z from "zod/mini";
import { code, count, date, text, uscc } from "../../shared/values/schemas.ts";
import { inboundAbout } from "./define.ts";

const insurance = z.strictObject({
  policyNo: text(60),
  from: date,
  to: date,
  premiumFen: z.optional(count),
});
const employeeNo = z.optional(text(40));
/** How a placement is found again: by whom, where, and under which agreement or contract. */
const agreement = { uscc, agreementNo: text(60) };

export const PlacementAgreed = inboundAbout(
  {
    type: "cn.ronghe.placement.agreed.v1",
    summary: "实习三方协议或学徒合同已签订 An internship agreement or an apprentice's contract was signed",
    consumer: "placement",
  },
  (who) =>
    z.discriminatedUnion("scheme", [
      z.strictObject({
        scheme: z.literal("internship"),
        ...agreement,
        schoolCode: code,
        start: date,
        end: date,
        post: text(60),
        employeeNo,
        grade: z.int().check(z.minimum(1), z.maximum(9)),
        major: z.optional(text(60)),
        monthlyPayFen: z.optional(count),
        student: who,
        insurance: z.optional(insurance),
      }),
      z.strictObject({
        scheme: z.literal("apprenticeship"),
        ...agreement,
        start: date,
        end: date,
        level: text(20),
        employeeNo,
        person: who,
      }),
    ]),
);

export const PlacementRevised = inboundAbout(
  {
    type: "cn.ronghe.placement.changed.v1",
    summary:
      "协议已变更：最后一日、岗位或工号 An agreement was changed: its last day, post or employee number",
    consumer: "placement",
  },
  (who) =>
    z.strictObject({
      ...agreement,
      person: who,
      end: z.optional(date),
      post: z.optional(text(60)),
      employeeNo,
    }),
);

export const PlacementEnded = inboundAbout(
  {
    type: "cn.ronghe.placement.ended.v1",
    summary: "协议提前终止 An agreement was ended early",
    consumer: "placement",
  },
  (who) => z.strictObject({ ...agreement, person: who, end: date, reason: text(300) }),
);

export const StudentEnrolled = inboundAbout(
  {
    type: "cn.ronghe.placement.student-enrolled.v1",
    summary: "学生入学或转入 A student was enrolled at a school",
    consumer: "placement",
  },
  (who) => z.strictObject({ schoolCode: code, student: who, date }),
);

export const StudentGraduated = inboundAbout(
  {
    type: "cn.ronghe.placement.student-graduated.v1",
    summary:
      "学生毕业：该校的实习至毕业当日止 A student graduated: internships of the school end with that day",
    consumer: "placement",
  },
  (who) => z.strictObject({ schoolCode: code, student: who, date }),
);

export const StudentLeft = inboundAbout(
  {
    type: "cn.ronghe.placement.student-left.v1",
    summary: "学生离校（退学、转学、休学） A student left the school: its internships end with that day",
    consumer: "placement",
  },
  (who) => z.strictObject({ schoolCode: code, student: who, date, reason: text(300) }),
);

export const InsuranceInForce = inboundAbout(
  {
    type: "cn.ronghe.placement.insurance-in-force.v1",
    summary: "实习责任保险已生效 The liability insurance of an internship is in force",
    consumer: "placement",
  },
  (who) => z.strictObject({ ...agreement, student: who, ...insurance.shape }),
);

export const InsuranceLapsed = inboundAbout(
  {
    type: "cn.ronghe.placement.insurance-lapsed.v1",
    summary:
      "实习责任保险失效 The liability insurance of an internship lapsed: no day from here on is covered",
    consumer: "placement",
  },
  (who) => z.strictObject({ ...agreement, student: who, policyNo: text(60), date }),
);
