import { AstBuilder, GherkinClassicTokenMatcher, Parser } from "@cucumber/gherkin";
import { type Background, IdGenerator, type Rule, type Scenario, type Step } from "@cucumber/messages";

/** How one telling of a scenario went; `missing` if it stands in the file and nobody ran it. */
export interface Outcome {
  status: "passed" | "failed" | "skipped" | "missing";
  /** What was expected and what came, for one that failed. */
  failure: string | null;
}

export interface StepView {
  keyword: string;
  text: string;
  table: string[][];
}

/** The rows of a scenario that is told once for each of them. */
export interface ExamplesView {
  name: string;
  header: string[];
  rows: { cells: string[]; outcome: Outcome }[];
}

export interface ScenarioView {
  name: string;
  steps: StepView[];
  examples: ExamplesView[];
  /** One for each telling, in the file's order. */
  outcomes: Outcome[];
}

/** Scenarios under one rule, or those before the first. */
export interface RuleView {
  name: string | null;
  background: StepView[];
  scenarios: ScenarioView[];
}

export interface FeatureView {
  /** Without its ending, e.g. `corrections`. */
  id: string;
  name: string;
  description: string;
  background: StepView[];
  rules: RuleView[];
}

const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());
const MISSING: Outcome = { status: "missing", failure: null };

/**
 * A feature as it is told, each telling with how it went.
 * @param outcomes of the file's tests, in the order in which they stand there
 * @throws when the text is no Gherkin
 */
export function readFeature(id: string, source: string, outcomes: readonly Outcome[]): FeatureView {
  const { feature } = parser.parse(source);
  if (!feature) throw new Error(`${id} tells of no feature`);
  const next = outcomes.values();
  const take = (): Outcome => next.next().value ?? MISSING;
  const loose = feature.children.flatMap(({ scenario }) => (scenario ? [scenarioView(scenario, take)] : []));
  const ruled = feature.children.flatMap(({ rule }) => (rule ? [ruleView(rule, take)] : []));
  return {
    id,
    name: feature.name,
    description: feature.description.trim(),
    background: backgroundOf(feature.children),
    rules: [...(loose.length > 0 ? [{ name: null, background: [], scenarios: loose }] : []), ...ruled],
  };
}

/** Every telling of a feature. */
export const tellings = ({ rules }: FeatureView): Outcome[] =>
  rules.flatMap(({ scenarios }) => scenarios.flatMap(({ outcomes }) => outcomes));

const ruleView = ({ name, children }: Rule, take: () => Outcome): RuleView => ({
  name,
  background: backgroundOf(children),
  scenarios: children.flatMap(({ scenario }) => (scenario ? [scenarioView(scenario, take)] : [])),
});

/** Only the first block of examples is run (so quickpickle has it); rows of any other are told by nobody. */
function scenarioView({ name, steps, examples }: Scenario, take: () => Outcome): ScenarioView {
  const blocks = examples.map((block, index) => ({
    name: block.name,
    header: block.tableHeader?.cells.map(({ value }) => value) ?? [],
    rows: block.tableBody.map(({ cells }) => ({
      cells: cells.map(({ value }) => value),
      outcome: index === 0 ? take() : MISSING,
    })),
  }));
  const outcomes =
    blocks.length === 0 ? [take()] : blocks.flatMap(({ rows }) => rows.map((row) => row.outcome));
  return { name, steps: steps.map(stepView), examples: blocks, outcomes };
}

const backgroundOf = (children: readonly { background?: Background | undefined }[]): StepView[] =>
  children.flatMap(({ background }) => background?.steps.map(stepView) ?? []);

const stepView = ({ keyword, text, dataTable }: Step): StepView => ({
  keyword: keyword.trim(),
  text,
  table: dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value)) ?? [],
});
