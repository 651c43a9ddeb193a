import * as z from "zod/mini";
import type { LocalDate, Period } from "../../../shared/values/period.ts";
import { code, period, text } from "../../../shared/values/schemas.ts";
import type { Entitlement, PersonFacts } from "../facts.ts";

/** What a parameter shows until the owning bureau has confirmed it. */
export const UNCONFIRMED = "待确认";

/** The policy rests on no known document: wherever its amounts are shown, 待确认 is shown with them. */
export const awaitsConfirmation = (policy: { documentNo: string }): boolean =>
  policy.documentNo.includes(UNCONFIRMED);

/** The fields every policy document has, whatever its scheme. */
export const policyHead = {
  version: code,
  /** 文号 of the issuing document, or 待确认. */
  documentNo: text(200),
  /** Months in which it was earned, both included; `null` while open-ended. */
  effectiveFrom: period,
  effectiveTo: z._default(z.nullable(period), null),
};
export interface PolicyHead {
  scheme: string;
  version: string;
  documentNo: string;
  effectiveFrom: Period;
  effectiveTo: Period | null;
}

/** Something in a policy document that cannot be right, at a JSON pointer. */
export interface Finding {
  pointer: string;
  code: string;
  zh: string;
  en: string;
}

/** A subsidy scheme. Adding one is a folder with this and a line in `index.ts`. */
export interface Scheme<P extends PolicyHead, Document extends z.ZodMiniType<P> = z.ZodMiniType<P>> {
  id: P["scheme"];
  name: { zh: string; en: string };
  /** The shape of its policy document. */
  document: Document;
  /** What the shape can't say: values that contradict each other or make no sense. */
  examine(policy: P): Finding[];
  /** Shipped so that the system runs; every parameter in it awaits confirmation. */
  defaultPolicy: P;
  /** Pure: what each of the person's months under this scheme is worth. */
  entitle(person: PersonFacts, policyOf: (period: Period) => P | null): Entitlement[];
  /** Pure: the days that count, each for one placement of the person. */
  countedDays(
    person: PersonFacts,
    policyOf: (period: Period) => P | null,
  ): { placementId: string; date: LocalDate }[];
}
