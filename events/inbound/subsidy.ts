import * as z from "zod/mini";
import { date, text, uscc } from "../../shared/values/schemas.ts";
import { inboundAbout } from "./define.ts";

/** 中级工、高级工、技师、高级技师 */
const level = z.enum(["intermediate", "senior", "technician", "senior-technician"]);
/** As many as one application takes. */
const MOST_APPRENTICES = 80;

export const ClassOpened = inboundAbout(
  {
    type: "cn.ronghe.subsidy.class-opened.v1",
    summary:
      "学徒制开班：提出开班申请，由经办决定 An apprentices' class opened: applied for, an officer decides",
    consumer: "subsidy",
  },
  (who) =>
    z.strictObject({
      uscc,
      title: text(80),
      level,
      years: z.int().check(z.minimum(1), z.maximum(3)),
      opensOn: date,
      endsOn: date,
      apprentices: z.array(who).check(z.minLength(1), z.maxLength(MOST_APPRENTICES)),
    }),
);

export const CertificateIssued = inboundAbout(
  {
    type: "cn.ronghe.subsidy.certificate-issued.v1",
    summary:
      "学徒取得证书：报送结业结果，由经办确认 An apprentice's certificate: a result, an officer confirms it",
    consumer: "subsidy",
  },
  (who) => z.strictObject({ uscc, person: who, level, certificateNo: text(60), date }),
);
