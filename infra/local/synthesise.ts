import { buildApp } from "../app.ts";
import { bundleFunctions } from "../bundle.ts";

/**
 * A process of its own, so that the memory that bundling and synthesis take is gone when the stage runs:
 * `node synthesise.ts <outdir> <context as JSON>`.
 */
const [outdir, context] = process.argv.slice(2) as [string, string];
await bundleFunctions();
buildApp({ outdir, context: JSON.parse(context) as Record<string, unknown> }).synth();
