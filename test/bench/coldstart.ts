import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { buildApp } from "../../infra/app.ts";
import { bundleFunctions, entries } from "../../infra/bundle.ts";
import { BUNDLES } from "../../infra/functions.ts";

const ROUNDS = 7;
const run = promisify(execFile);

/**
 * How long a handler takes to load in a fresh process, beside an empty handler and beside the same handler bundled
 * as esbuild does it unless told otherwise. One line of JSON per handler; times are medians in milliseconds.
 * @param wanted bundle names such as `registry-api`; all of them when there are none
 */
export default async function coldstart(wanted: string[]): Promise<void> {
  await bundleFunctions();
  const folder = await mkdtemp(join(tmpdir(), "coldstart-"));
  try {
    const empty = join(folder, "empty.cjs");
    await writeFile(empty, "exports.handler = async () => {};\n");
    const settings = settingsBySource(join(folder, "cdk.out"));
    for (const [output, source] of Object.entries(entries())) {
      const handler = dirname(output);
      if (wanted.length > 0 && !wanted.includes(handler)) continue;
      const lean = join(BUNDLES, handler, "index.js");
      const usual = join(folder, handler, "index.mjs");
      // with whatever the handler reads beside itself when it loads
      await cp(dirname(lean), dirname(usual), { recursive: true });
      await build({ ...USUAL, entryPoints: [source], outfile: usual });
      console.log(JSON.stringify(await compare(handler, { empty, lean, usual }, settings.get(source) ?? {})));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Peers {
  empty: string;
  lean: string;
  usual: string;
}

async function compare(handler: string, peers: Peers, settings: Record<string, string>) {
  const times: Record<keyof Peers, number[]> = { empty: [], lean: [], usual: [] };
  // in turns, so that whatever else the machine does falls on all of them
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of ["empty", "lean", "usual"] as const)
      times[peer].push(await timeToLoad(peers[peer], settings));
  }
  const [ms, emptyMs, defaultMs] = [median(times.lean), median(times.empty), median(times.usual)];
  return {
    bench: "coldstart",
    handler,
    kb: await kilobytes(peers.lean),
    defaultKb: await kilobytes(peers.usual),
    ms: round(ms),
    emptyMs: round(emptyMs),
    defaultMs: round(defaultMs),
    ratioEmpty: round(ms / emptyMs),
    ratioDefault: round(ms / defaultMs),
  };
}

async function timeToLoad(file: string, settings: Record<string, string>): Promise<number> {
  const script = `const began = performance.now(); import(process.argv[1]).then(() => console.log(performance.now() - began));`;
  const { stdout } = await run(process.execPath, ["--eval", script, file], {
    env: { ...LAMBDA, ...settings },
  });
  return Number(stdout);
}

/** What a handler finds in Lambda besides its own settings; nothing is called, so nothing of it is real. */
const LAMBDA = { AWS_REGION: "cn-north-1", AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench" };

interface FunctionResource {
  Type: string;
  Properties: { Description?: string; Environment?: { Variables: Record<string, unknown> } };
}

/** The names of each function's settings, as its template has them. */
function settingsBySource(outdir: string): Map<string, Record<string, string>> {
  const { stacks } = buildApp({ outdir }).synth();
  const resources = stacks.flatMap((stack) =>
    Object.values(stack.template.Resources as Record<string, FunctionResource>),
  );
  const handlers = resources.filter((resource) => resource.Type === "AWS::Lambda::Function");
  return new Map(
    handlers.map(({ Properties: { Description = "", Environment } }) => {
      const names = Object.keys(Environment?.Variables ?? {});
      return [Description, Object.fromEntries(names.map((name) => [name, "bench"]))];
    }),
  );
}

/** Full zod is loaded whole wherever the sources ask for its small sibling, as `import { z } from "zod"` does. */
const wholeZod: Plugin = {
  name: "whole-zod",
  setup(setup) {
    setup.onResolve({ filter: /^zod\/mini$/ }, ({ resolveDir }) => ({
      path: resolveDir,
      namespace: "whole-zod",
    }));
    setup.onLoad({ filter: /.*/, namespace: "whole-zod" }, ({ path }) => ({
      contents: 'import { z } from "zod"; globalThis.wholeZod = z; export * from "zod/v4-mini";',
      resolveDir: path,
    }));
  },
};

/** esbuild's own defaults for Node, with the detour that CommonJS needs inside ESM. Minified like ours, to be fair. */
const USUAL: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  minify: true,
  jsx: "automatic",
  jsxImportSource: "hono/jsx",
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  plugins: [wholeZod],
  logLevel: "error",
};

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const round = (value: number): number => Math.round(value * 100) / 100;

const kilobytes = async (file: string): Promise<number> => Math.round((await stat(file)).size / 1024);
