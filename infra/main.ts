import { buildApp } from "./app.ts";
import { bundleFunctions } from "./bundle.ts";

/** What the CDK runs (`cdk.json`); by itself it writes the templates to `cdk.out`. Needs neither network nor account. */
await bundleFunctions();
buildApp({ outdir: process.env["CDK_OUTDIR"] ?? "cdk.out" }).synth();
