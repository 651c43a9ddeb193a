import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack, Validations } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { AwsSolutionsChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import { afterAll, describe, expect, it } from "vitest";
import { buildApp } from "../../../infra/app.ts";
import { bundleFunctions } from "../../../infra/bundle.ts";

await bundleFunctions();
const folder = mkdtempSync(join(tmpdir(), "nag-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
}

/** Synthesises under the rule pack and CloudFormation's own rules, and reads what they found beside the templates. */
function findings(app: App): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  try {
    app.synth();
  } catch {
    // with findings the synthesis fails; the report says which
  }
  const report = JSON.parse(readFileSync(join(app.outdir, "validation-report.json"), "utf8")) as Report;
  const violations = report.pluginReports.flatMap((one) => one.violations);
  return violations.flatMap(({ ruleName, violatingConstructs }) =>
    violatingConstructs.map((one) => `${ruleName} ${one.constructPath}`),
  );
}

describe("the rules that AWS has for solutions", () => {
  it("are alive: they find a bucket that anybody may read over plain HTTP", () => {
    const app = new App({ outdir: join(folder, "careless") });
    new Bucket(new Stack(app, "Careless"), "Open");
    expect(findings(app)).toContain("AwsSolutions-S10 Careless/Open/Resource");
  });

  it("find nothing in the city that is not explained beside the construct it is about", () => {
    expect(findings(buildApp({ outdir: join(folder, "city") }))).toEqual([]);
  });

  it("are set aside for a reason, each time", () => {
    const app = buildApp({ outdir: join(folder, "reasons") });
    const reasons = app.node.findAll().flatMap(acknowledgements);
    expect(reasons.length).toBeGreaterThan(0);
    for (const { id, reason } of reasons) expect(reason.length, id).toBeGreaterThan(30);
    const rules = new Set(reasons.map(({ id }) => id.replace(/^Annotation::|\[.*$/g, "")));
    expect([...rules].sort()).toEqual([
      "AwsSolutions-APIG4",
      "AwsSolutions-IAM5",
      "AwsSolutions-S1",
      "AwsSolutions-SQS3",
    ]);
  });
});

function acknowledgements(construct: IConstruct): { id: string; reason: string }[] {
  const recorded = construct.node.metadata.filter(
    (entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY,
  );
  return recorded.flatMap((entry) =>
    Object.entries(entry.data as Record<string, string>).map(([id, reason]) => ({ id, reason })),
  );
}
