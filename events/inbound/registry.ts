import * as z from "zod/mini";
import { count, date, text, uscc } from "../../shared/values/schemas.ts";
import { inbound } from "./define.ts";

export const CreditListed = inbound({
  type: "cn.ronghe.registry.credit-listed.v1",
  summary: "企业被列入失信名单，付款暂停 An enterprise was put on a list of the dishonest: its payments stop",
  consumer: "registry",
  data: z.strictObject({ uscc, listNo: text(80), date, reason: text(300) }),
});

export const CreditDelisted = inbound({
  type: "cn.ronghe.registry.credit-delisted.v1",
  summary: "企业已移出失信名单，付款恢复 An enterprise was taken off such a list: its payments go on",
  consumer: "registry",
  data: z.strictObject({ uscc, listNo: text(80), date }),
});

export const SafetyAccident = inbound({
  type: "cn.ronghe.registry.safety-accident.v1",
  summary:
    "企业发生安全事故，付款暂停；较大以上的一票否决 A safety accident: payments stop, a larger one is a veto",
  consumer: "registry",
  data: z.strictObject({
    uscc,
    accidentNo: text(80),
    date,
    /** 一般、较大、重大、特别重大（生产安全事故报告和调查处理条例第三条） */
    severity: z.enum(["general", "larger", "major", "extraordinary"]),
  }),
});

export const SafetyAccidentClosed = inbound({
  type: "cn.ronghe.registry.safety-accident-closed.v1",
  summary: "事故整改已验收，付款恢复 The causes of an accident were put right: payments go on",
  consumer: "registry",
  data: z.strictObject({ uscc, accidentNo: text(80), date }),
});

export const TaxRecorded = inbound({
  type: "cn.ronghe.registry.tax-recorded.v1",
  summary: "企业年度纳税信用等级与税额 An enterprise's tax credit grade and taxes of a year",
  consumer: "registry",
  data: z.strictObject({
    uscc,
    year: z.string().check(z.regex(/^20\d{2}$/)),
    grade: z.enum(["A", "B", "M", "C", "D"]),
    taxFen: count,
  }),
});
