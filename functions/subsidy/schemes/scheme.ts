import * as z from "zod/mini";
import type { Fen } from "../../../shared/values/money.ts";
import type { LocalDate, Period } from "../../../shared/values/period.ts";
import { code, fen, period, text } from "../../../shared/values/schemas.ts";
import type { ApplicationFacts, ApplicationForm, Entitlement, PersonFacts, Result } from "../facts.ts";

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
  /** The most that one enterprise is paid for a calendar year of earned months, and that all of them are. */
  enterpriseCapFen: z._default(z.nullable(fen), null),
  annualBudgetFen: z._default(z.nullable(fen), null),
  /** Working days of publicity (公示). */
  publicityDays: z.int(),
  countFirstDay: z.boolean(),
};
export interface PolicyHead {
  scheme: string;
  version: string;
  documentNo: string;
  effectiveFrom: Period;
  effectiveTo: Period | null;
  enterpriseCapFen: Fen | null;
  annualBudgetFen: Fen | null;
  publicityDays: number;
  countFirstDay: boolean;
}

/** The certification that an enterprise must hold, or `null` for none. */
export const requiredCertification = z.nullable(z.enum(["internship-compliant", "cultivated", "certified"]));

/** Something in a document that cannot be right, at a JSON pointer. */
export interface Finding {
  pointer: string;
  code: string;
  zh: string;
  en: string;
}

/** What must hold of a field, and what is said where it does not. */
export type Rule = readonly [holds: boolean, field: string, zh: string, en: string];

/** A finding for each rule that does not hold. */
export const broken = (rules: readonly Rule[], code = "policy-value"): Finding[] =>
  rules.filter(([holds]) => !holds).map(([, field, zh, en]) => ({ pointer: `/${field}`, code, zh, en }));

/** What must hold of the fields that every policy has. */
export function headRules({ enterpriseCapFen, annualBudgetFen, publicityDays }: PolicyHead): Rule[] {
  const positive = (limit: Fen | null) => limit === null || limit > 0;
  return [
    [positive(enterpriseCapFen), "enterpriseCapFen", "企业限额必须大于0", "The cap must be above 0"],
    [positive(annualBudgetFen), "annualBudgetFen", "年度预算必须大于0", "The budget must be above 0"],
    [publicityDays > 0, "publicityDays", "公示期必须大于0天", "Publicity must last at least a day"],
  ];
}

/** What every subsidy scheme has. Adding one is a folder with this and a line in `index.ts`. */
interface AnyScheme<P extends PolicyHead, Document extends z.ZodMiniType<P>> {
  id: P["scheme"];
  name: { zh: string; en: string };
  /** The shape of its policy document. */
  document: Document;
  /** What the shape can't say: values that contradict each other or make no sense. */
  examine(policy: P): Finding[];
  /** Shipped so that the system runs; every parameter in it awaits confirmation. */
  defaultPolicy: P;
}

/** A scheme that pays for a person's months: its money follows from attendance. */
export interface PersonScheme<P extends PolicyHead, Document extends z.ZodMiniType<P> = z.ZodMiniType<P>>
  extends AnyScheme<P, Document> {
  subject: "person";
  /** Pure: what each of the person's months under this scheme is worth. */
  entitle(person: PersonFacts, policyOf: (period: Period) => P | null): Entitlement[];
  /** Pure: the days that count, each for one placement of the person. */
  countedDays(
    person: PersonFacts,
    policyOf: (period: Period) => P | null,
  ): { placementId: string; date: LocalDate }[];
}

/** A scheme that pays for what an enterprise applies for: its money follows from decisions. */
export interface ApplicationScheme<
  P extends PolicyHead,
  Document extends z.ZodMiniType<P> = z.ZodMiniType<P>,
  F extends ApplicationForm = ApplicationForm,
  Form extends z.ZodMiniType<F> = z.ZodMiniType<F>,
> extends AnyScheme<P, Document> {
  subject: "application";
  /** The shape of an application, as it is posted and kept. */
  form: Form;
  /** What the shape can't say. */
  examineForm(form: F): Finding[];
  /** The placements of the people it is about; they must be the enterprise's own, under this scheme. */
  placementsOf(form: F): readonly string[];
  /** What may support one application only, and where the form names it. */
  supportsOf(form: F): Support[];
  /** Whether a revocation lets go of it all, so that a corrected application may rest on it. */
  releasedWhenRevoked: boolean;
  /** What results rest on, one application each. */
  supportsOfResults(results: readonly Result[]): Support[];
  /** What is wrong with results, or `null` for a scheme that has none. */
  examineResults: ((form: F, results: readonly Result[]) => Finding[]) | null;
  /** Pure: what the application is worth in each of its months; nothing before it is approved. */
  entitle(application: ApplicationFacts<F>, policyOf: (period: Period) => P | null): Entitlement[];
}

/** An invoice, an apprentice's training: the city pays for it once. What is said when it was used before. */
export interface Support {
  /** `<kind>/<number>` */
  id: string;
  pointer: string;
  zh: string;
  en: string;
}
