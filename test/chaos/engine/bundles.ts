import { join } from "node:path";
import { build } from "esbuild";
import { BUNDLING, entries } from "../../../infra/bundle.ts";
import type { FunctionSpec } from "../../../infra/local/blueprint.ts";
import { quickSdk } from "./quick-sdk.ts";

const ROOT = join(import.meta.dirname, "../../..");

/**
 * The functions of the city bundled as for the cloud, but for AWS's clients.
 * @returns the source of each by the path of its real bundle's source, e.g. `functions/subsidy/accrue.ts`
 */
export async function quickBundles(specs: readonly FunctionSpec[]): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    ...BUNDLING,
    plugins: [quickSdk],
    absWorkingDir: ROOT,
    entryPoints: entries(),
    outdir: join(ROOT, ".build", "chaos"),
    write: false,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path.split("/").at(-2) ?? "", text]));
  return new Map(specs.map(({ name }) => [name, texts.get(bundleOf(name)) ?? ""]));
}

/** `Ronghe-Subsidy-AccrueF70053CD` is bundled as `subsidy-accrue`. */
function bundleOf(functionName: string): string {
  return functionName
    .replace(/^Ronghe-/, "")
    .replace(/[0-9A-F]{8}$/, "")
    .toLowerCase();
}
