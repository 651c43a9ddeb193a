import { createHash } from "node:crypto";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { catalogue } from "../events/catalogue.ts";
import { buildAsyncApi } from "../shared/runtime/asyncapi.ts";
import { buildOpenApi } from "../shared/runtime/openapi.ts";
import { exclusively } from "./exclusive.ts";
import { ASSETS, BUNDLES, bundleName, type Context, functions } from "./functions.ts";
import { leanSdk } from "./lean-sdk.ts";
import { routes } from "./routes.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = [
  "functions",
  "shared",
  "events",
  "infra/bundle.ts",
  "infra/functions.ts",
  "infra/lean-sdk.ts",
  "infra/routes.ts",
  "package-lock.json",
];

/** How every function is bundled; the cold-start bench measures against it. */
export const BUNDLING = {
  bundle: true,
  platform: "node",
  target: "node24",
  // as CommonJS the SDK's `require` of Node's own modules needs no detour, and it starts faster than ESM
  format: "cjs",
  minify: true,
  sourcemap: false,
  legalComments: "none",
  mainFields: ["module", "main"],
  jsx: "automatic",
  jsxImportSource: "hono/jsx",
  // its build for ES modules asks where its file lies, which a bundle can't say
  alias: { pdfkit: join(ROOT, "node_modules/pdfkit/js/pdfkit.js") },
  define: { "import.meta.dirname": "__dirname" },
  plugins: [leanSdk],
  logLevel: "warning",
} satisfies BuildOptions;

/**
 * Bundles every function into `.build/functions/<context>-<name>/index.js`, unless nothing has changed since.
 * When several processes ask at once, one of them does it and the others wait for it.
 * @throws when a source does not compile or a declared function has no source
 */
export async function bundleFunctions(): Promise<void> {
  const sources = await hashOf(SOURCES);
  const stamp = join(BUNDLES, "sources.sha256");
  const done = async (): Promise<boolean> => (await readFile(stamp, "utf8").catch(() => "")) === sources;
  if (await done()) return;
  await exclusively(`${BUNDLES}.lock`, async () => {
    if (await done()) return;
    await rm(BUNDLES, { recursive: true, force: true });
    await build({ ...BUNDLING, absWorkingDir: ROOT, entryPoints: entries(), outdir: BUNDLES });
    await markAsCommonJs();
    await writeDescriptions();
    await copyAssets();
    await writeFile(stamp, sources);
  });
}

/** The source of each bundle, by the path it is bundled to. */
export function entries(): Record<string, string> {
  const found = (Object.keys(functions) as Context[]).flatMap((context) =>
    functions[context].map(
      (name) => [`${bundleName(context, name)}/index`, `functions/${context}/${name}.ts`] as const,
    ),
  );
  return Object.fromEntries(found);
}

/** Without it the repository's own `package.json` would make ES modules of the bundles wherever they run in here. */
async function markAsCommonJs(): Promise<void> {
  const bundles = Object.keys(entries()).map((entry) => dirname(entry));
  await Promise.all(
    bundles.map((name) => writeFile(join(BUNDLES, name, "package.json"), '{ "type": "commonjs" }\n')),
  );
}

/** The API describes itself from the routes and the catalogue; the pages are for people and are left out. */
async function writeDescriptions(): Promise<void> {
  const { portal: _pages, ...api } = routes;
  const beside = join(BUNDLES, "platform-api");
  await writeFile(join(beside, "openapi.json"), JSON.stringify(buildOpenApi(api)));
  await writeFile(join(beside, "asyncapi.json"), JSON.stringify(buildAsyncApi(catalogue)));
}

async function copyAssets(): Promise<void> {
  for (const [bundle, folder] of Object.entries(ASSETS)) {
    await cp(join(ROOT, folder), join(BUNDLES, bundle, "assets"), { recursive: true });
  }
}

async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await Promise.all(paths.map(filesUnder))).flat()) {
    hash.update(`${file}\0`);
    hash.update(await readFile(join(ROOT, file)));
  }
  return hash.digest("hex");
}

/** A file itself, or all files of a folder, seen from the root of the repository. */
async function filesUnder(path: string): Promise<string[]> {
  const found = await readdir(join(ROOT, path), { withFileTypes: true, recursive: true }).catch(() => null);
  if (!found) return [path];
  const files = found.filter((entry) => entry.isFile());
  return files.map((entry) => relative(ROOT, join(entry.parentPath, entry.name))).sort();
}
