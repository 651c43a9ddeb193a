import type { Field } from "../readers/headers.ts";
import { acrossRules } from "./across.ts";
import { fileRules } from "./file.ts";
import { internshipRules } from "./internship.ts";
import { meaningRules } from "./meaning.ts";
import { rosterRules } from "./roster.ts";
import { rowRules } from "./row.ts";
import type * as rule from "./rule.ts";

export type { Layer, Rule, Severity } from "./rule.ts";

/** A new rule is an entry of its layer's table, and a line where it is applied. */
const TABLE = {
  ...fileRules,
  ...rowRules,
  ...meaningRules,
  ...internshipRules,
  ...acrossRules,
  ...rosterRules,
};

export type RuleCode = keyof typeof TABLE;

/** A rule that something broke, and where. `found` is the value as it stands in the file, not masked. */
export type Finding<Where extends string = Field> = rule.Finding<RuleCode, Where>;

/** The rules by their stable codes, layer by layer. */
export const rules: ReadonlyMap<RuleCode, rule.Rule> = new Map(
  Object.entries(TABLE) as [RuleCode, rule.Rule][],
);

/** The rule of a code, which always exists. */
export function ruleOf(code: RuleCode): rule.Rule {
  const found = rules.get(code);
  if (!found) throw new RangeError(`No such rule: ${code}`);
  return found;
}

/** The rules as everybody may read them; the wording of single findings is the report's. */
export const explained = [...rules.values()].map(({ code, layer, severity, source, title, help }) => ({
  code,
  layer,
  severity,
  source,
  title,
  help,
}));
