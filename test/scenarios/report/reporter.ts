import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import { shanghaiTime } from "../../../shared/values/period.ts";
import { type FeatureView, type Outcome, readFeature, tellings } from "./feature.ts";
import { reportPage } from "./page.ts";

const FOLDER = ".build/scenarios";

/** Tells the scenarios that have just been run as a page for those who wrote the rules. */
export default class ScenarioReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const features = modules
      .filter(({ moduleId }) => moduleId.endsWith(".feature"))
      .map(featureOf)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const path = join(process.cwd(), FOLDER, "index.html");
    mkdirSync(join(process.cwd(), FOLDER), { recursive: true });
    writeFileSync(path, reportPage(features, shanghaiTime(new Date()).slice(0, 16).replace("T", " ")));
    const all = features.flatMap(tellings);
    const passed = all.filter(({ status }) => status === "passed").length;
    console.log(`\n${passed} of ${all.length} scenarios in ${features.length} features hold: ${path}`);
    const untold = all.filter(({ status }) => status === "missing").length;
    if (untold > 0) {
      console.error(`${untold} stand in a file and were never run`);
      process.exitCode = 1;
    }
  }
}

function featureOf({ moduleId, children }: TestModule): FeatureView {
  const outcomes = [...children.allTests()].map(outcomeOf);
  return readFeature(basename(moduleId, ".feature"), readFileSync(moduleId, "utf8"), outcomes);
}

function outcomeOf(test: TestCase): Outcome {
  const { state, errors = [] } = test.result();
  const failure = errors
    .map(({ message, diff }) => [message, diff].filter(Boolean).join("\n\n"))
    .join("\n\n");
  return {
    status: state === "passed" || state === "failed" ? state : "skipped",
    failure: failure === "" ? null : stripVTControlCharacters(failure),
  };
}
