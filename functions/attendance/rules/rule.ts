import type { Field } from "../readers/headers.ts";

/** Where a rule looks: the file, a row by itself, what the row means to a placement, across rows, a roster's row. */
export const LAYERS = ["file", "row", "meaning", "across", "roster"] as const;
export type Layer = (typeof LAYERS)[number];

/**
 * `reject`: the row (or file) doesn't count. `warn`: it counts, and officers see it. `violation`: it breaks the
 * internship rules; what that does to the money is the policy's to say.
 */
export const SEVERITIES = ["reject", "warn", "violation"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a rule's explanation may name. Found values are masked by the time anybody reads them. */
export interface Particulars {
  found?: string | undefined;
  expected?: string | undefined;
  /** Another row, the candidates for a name, and the like. */
  other?: string | undefined;
}

export interface Wording {
  zh: string;
  en: string;
}

export interface Rule {
  code: string;
  layer: Layer;
  severity: Severity;
  /** The text that asks for it; 待确认 where the owning bureau has not confirmed it. */
  source: string;
  title: Wording;
  /** What was found and what was expected, for one finding. */
  zh: (about: Particulars) => string;
  en: (about: Particulars) => string;
  /** What the rule means and how to put it right. */
  help: Wording;
}

/** The rules of one layer by their codes. */
export const rulesOf = <Code extends string>(
  layer: Layer,
  rules: Record<Code, Omit<Rule, "code" | "layer">>,
): Record<Code, Rule> =>
  Object.fromEntries(
    Object.entries<Omit<Rule, "code" | "layer">>(rules).map(([code, rule]) => [
      code,
      { code, layer, ...rule },
    ]),
  ) as Record<Code, Rule>;

/** A rule that something broke, and where. `found` is the value as it stands in the file, not masked. */
export interface Finding<Code extends string = string, Where extends string = Field> extends Particulars {
  code: Code;
  field?: Where | undefined;
}

export const TEMPLATE = "考勤文件模板说明";
export const ROSTER_TEMPLATE = "花名册模板说明";
export const LIMITS = "系统容量限制";

const REGULATION = "职业学校学生实习管理规定（教职成〔2021〕4号）";
export const AGREEMENT = `${REGULATION}第十四条（条款号待确认）`;
export const BANS = `${REGULATION}第十六条`;
export const POST_BANS = `${REGULATION}第十七条（条款号待确认）`;
export const WORKING_HOURS = "宁波市职业教育校企合作促进条例第九条（本市待确认）";
export const IDENTITY_NUMBER = "GB 11643-1999";

/** A value within a sentence, in either language. */
export const quoted = (text: string | undefined): string => (text ? `“${text}”` : "空白");
export const quotedEn = (text: string | undefined): string => (text ? `"${text}"` : "nothing");
