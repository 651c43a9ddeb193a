import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { Assessment } from "./assessment.ts";
import { Attendance } from "./attendance.ts";
import { environmentOf } from "./environment.ts";
import { Foundation } from "./foundation.ts";
import { Operations } from "./operations.ts";
import { Outbound } from "./outbound.ts";
import { Partners } from "./partners.ts";
import { Placement } from "./placement.ts";
import { Platform } from "./platform.ts";
import { Portal } from "./portal.ts";
import { Registry } from "./registry.ts";
import { Settlement } from "./settlement.ts";
import { Subsidy } from "./subsidy.ts";

export interface AppOptions {
  /** Goes before what `cdk.json` says; `-c name=value` of the CDK goes before both. */
  context?: Record<string, unknown>;
  /** Where the templates are written; the CDK's own choice unless told. */
  outdir?: string;
}

/**
 * The city in the cloud: what the contexts share, then each context in the order in which they read each other,
 * from left to right, then the one page of whoever is on duty. The functions must have been bundled before.
 */
export function buildApp({ context, outdir }: AppOptions = {}): App {
  const settings = { ...TRACEABLE, ...declaredContext(), ...context };
  const app = new App({ context: settings, ...(outdir ? { outdir } : {}) });
  const foundation = new Foundation(app, environmentOf(app));

  const registry = new Registry(app, foundation);
  const placement = new Placement(app, foundation, { registry });
  const attendance = new Attendance(app, foundation, { registry, placement });
  const subsidy = new Subsidy(app, foundation, { registry, placement, attendance });
  const settlement = new Settlement(app, foundation, { registry, placement, attendance, subsidy });
  const assessment = new Assessment(app, foundation, { registry, placement, settlement });
  const partners = new Partners(app, foundation);
  const outbound = new Outbound(app, foundation);
  const platform = new Platform(app, foundation);
  const portal = new Portal(app, foundation);

  const contexts = [registry, placement, attendance, subsidy, settlement, assessment];
  new Operations(app, [...contexts, partners, outbound, platform, portal]);
  return app;
}

/** Has each function's resource name the folder of its code; the CDK asks for this itself when it runs the app. */
const TRACEABLE = { "aws:cdk:enable-asset-metadata": true };

/** `cdk.json` is the CDK's own file; read here too, a template made in-process is the one that is deployed. */
function declaredContext(): Record<string, unknown> {
  const file = JSON.parse(readFileSync(new URL("../cdk.json", import.meta.url), "utf8")) as {
    context: Record<string, unknown>;
  };
  return file.context;
}
