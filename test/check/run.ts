import { spawn } from "node:child_process";
import { contractDrift } from "./contract.ts";
import { sizes } from "./sizes.ts";

interface Check {
  name: string;
  run: () => Promise<{ ok: boolean; output: string }>;
}

/** Everything that can be said about the tree without running it; each check says what it looked at. */
const CHECKS: Check[] = [
  { name: "format and lint", run: () => command("biome", ["check", "--error-on-warnings"]) },
  { name: "types", run: () => command("node", ["node_modules/@typescript/native/bin/tsc", "-p", "."]) },
  { name: "layer rules", run: layers },
  { name: "unused code", run: () => command("knip", ["--no-config-hints"]) },
  { name: "sizes", run: sizes },
  { name: "contract drift", run: () => contractDrift(process.argv.includes("--accept")) },
];

/** A cruise that saw nothing would pass, so it has to say how many modules it saw. */
async function layers() {
  const folders = ["shared", "functions", "events", "infra"];
  const { ok, output } = await command("depcruise", ["--config", ".dependency-cruiser.cjs", ...folders]);
  const seen = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  return seen > 200 ? { ok, output } : { ok: false, output: `${output}\nonly ${seen} modules were seen` };
}

function command(name: string, args: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(name, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text));
    child.stderr.on("data", (text: Buffer) => (output += text));
    child.on("error", (cause) => resolve({ ok: false, output: cause.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

let failed = 0;
for (const { name, run } of CHECKS) {
  const started = performance.now();
  const { ok, output } = await run();
  if (!ok) failed += 1;
  console.log(`${ok ? "✓" : "✗"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(output.trim().replace(/^/gm, "    "));
}
process.exitCode = failed > 0 ? 1 : 0;
