import * as z from "zod/mini";
import { date, uscc } from "../shared/values/schemas.ts";
import { defineEvent } from "./envelope.ts";

export const EnterpriseRegistered = defineEvent({
  type: "cn.ronghe.registry.enterprise-registered.v1",
  summary: "企业已提交登记，等待核验 An enterprise has registered and awaits verification",
  producer: "registry",
  consumers: ["registry/verifications"],
  data: z.object({ uscc }),
  outside: ["uscc"],
});

export const CertificationDecided = defineEvent({
  type: "cn.ronghe.registry.certification-decided.v1",
  summary: "认定已决定或撤销 A certification was approved, rejected or revoked",
  producer: "registry",
  consumers: ["subsidy/changes"],
  data: z.object({
    uscc,
    certificationId: z.string(),
    kind: z.string(),
    status: z.string(),
    validFrom: z.nullable(date),
    validTo: z.nullable(date),
  }),
  outside: ["uscc", "certificationId", "kind", "status", "validFrom", "validTo"],
});
