import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FolderInUse } from "../../../infra/local/folder.ts";
import { startStage } from "../../../infra/local/stage.ts";
import { synthesiseSample } from "./sample/app.ts";

let folder: string;
let assembly: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stage-"));
  assembly = await synthesiseSample(folder);
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

interface Running {
  child: ChildProcess;
  url: string;
  dynamodb: string;
}

async function start(dir: string): Promise<Running> {
  const script = fileURLToPath(new URL("./sample/run.ts", import.meta.url));
  const child = spawn(process.execPath, [script, assembly, dir], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    child.once("exit", (code) => reject(new Error(`ended with ${code}`)));
  });
  return { child, ...(JSON.parse(line) as { url: string; dynamodb: string }) };
}

async function end({ child }: Running, signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill(signal);
  return gone;
}

const post = async (url: string, body: unknown): Promise<Record<string, unknown>> => {
  const response = await fetch(url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  return (await response.json().catch(() => ({}))) as Record<string, unknown>;
};
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );
const item = ({ url }: Running, pk: string): Promise<Record<string, unknown>> =>
  post(`${url}/open/item`, { pk });

it("goes on at once after it was killed in the middle of work, and leaves nothing behind", async () => {
  const dir = join(folder, "killed");
  const first = await start(dir);
  const moved = await post(`${first.url}/dev/clock`, { now: "2026-07-02T12:00:00+08:00" });
  expect(moved["fired"]).toHaveLength(1);
  await post(`${first.url}/open/order`, { id: "done" });
  await post(`${first.url}/dev/settle`, {});
  await post(`${first.url}/open/order`, { id: "half", slowMs: 2500 });
  await expect.poll(async () => (await item(first, "half"))["tries"], { timeout: 5000 }).toBe(1);
  await end(first, "SIGKILL");
  await expect.poll(() => answers(first.dynamodb), { timeout: 2000, interval: 50 }).toBe(false);

  const second = await start(dir);
  await post(`${second.url}/dev/settle`, {});
  expect(await item(second, "done")).toEqual({ value: "done", tries: 1 });
  expect(await item(second, "half")).toEqual({ value: "done", tries: 2 });
  const { now } = (await (await fetch(`${second.url}/dev/state`)).json()) as { now: string };
  const stood = Date.parse(now) - Date.parse("2026-07-02T12:00:00+08:00");
  expect(stood).toBeGreaterThan(0);
  expect(stood).toBeLessThan(20_000);
  expect(await end(second, "SIGTERM")).toBe(0);
  expect(await answers(second.dynamodb)).toBe(false);
});

it("refuses a folder that another stage holds, and begins anew when asked to", async () => {
  const dir = join(folder, "held");
  const first = await start(dir);
  await post(`${first.url}/open/order`, { id: "kept" });
  await expect(startStage({ assembly, dir })).rejects.toThrow(FolderInUse);
  await end(first, "SIGKILL");
  const fresh = await startStage({ assembly, dir, fresh: true });
  expect(await fresh.invoke("api", { pathParameters: { what: "item" }, body: '{"pk":"kept"}' })).toEqual({
    value: null,
    tries: 0,
  });
  await fresh.stop();
});
