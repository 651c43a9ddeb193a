import { spawn } from "node:child_process";
import { join } from "node:path";

/**
 * Runs a program of these benches in a process of its own, so that its memory and its processor time are its own.
 * @param program file beside this one
 * @returns what its last line says, as JSON
 */
export async function runProgram<T = unknown>(
  program: string,
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<T> {
  const time = ["--import", join(import.meta.dirname, "stage-time.ts")];
  const child = spawn(process.execPath, [...time, join(import.meta.dirname, program), ...args], {
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
