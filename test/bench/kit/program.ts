import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const BENCHES = fileURLToPath(new URL("..", import.meta.url));
const BUILT = fileURLToPath(new URL("../../../.build/bench/", import.meta.url));

/**
 * Runs a program of these benches in a process of its own, so that its memory and its processor time are its own. It
 * is compiled before: a process that strips types has a compiler in its memory.
 * @param program file, from the folder of the benches
 * @returns what its last line says, as JSON
 */
export async function runProgram<T = unknown>(
  program: string,
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<T> {
  const [time, file] = await compiled(["kit/stage-time.ts", program]);
  const node = [...heapOf(settings), "--import", time as string];
  const child = spawn(process.execPath, [...node, file as string, ...args], {
    env: { PATH: process.env["PATH"] ?? "", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (piece: Buffer) => {
    output += piece.toString();
  });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  const last = output.trim().split("\n").at(-1);
  return (last ? JSON.parse(last) : null) as T;
}

/** As the stage and Lambda's own runtime do: what the heap may grow to follows from the function's memory. */
function heapOf({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryMb }: Record<string, string>): string[] {
  if (memoryMb === undefined) return [];
  return [`--max-old-space-size=${Math.floor(Number(memoryMb) * 0.9)}`];
}

async function compiled(programs: readonly string[]): Promise<string[]> {
  await build({
    entryPoints: programs.map((program) => join(BENCHES, program)),
    outdir: BUILT,
    outbase: BENCHES,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node24",
    format: "esm",
    logLevel: "error",
  });
  return programs.map((program) => join(BUILT, program.replace(/\.ts$/, ".mjs")));
}
