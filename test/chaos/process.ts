import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";

/** The stage as people run it: a process of its own, which can be killed without a word. */
export interface StageProcess {
  url: string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function startProcess(dir: string, port: number): Promise<StageProcess> {
  const args = [
    "infra/local/cli.ts",
    "--empty",
    "--now",
    "2026-06-01T08:00:00+08:00",
    "--dir",
    dir,
    "--port",
    String(port),
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: Buffer) => (output += text));
  const url = `http://localhost:${port}`;
  await ready(url, child, () => output);
  return { url, kill: (signal) => ended(child, signal) };
}

async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`The stage ended with ${child.exitCode}:\n${output()}`);
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The stage did not get ready:\n${output()}`);
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  return gone;
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
