import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { Client } from "../city/client.ts";
import { compare } from "../city/compare.ts";
import { silentDisplay } from "../city/display.ts";
import { buildCity } from "../city/model.ts";
import { play } from "../city/play.ts";
import { freePort, startProcess } from "./process.ts";

interface State {
  functions: { name: string; active: number; invocations: number }[];
}

test("killed in the middle of ingest and started again, the month ends with the same figures", async () => {
  const [dir, port] = [await mkdtemp(join(tmpdir(), "ronghe-kill-")), await freePort()];
  const first = await startProcess(dir, port);
  onTestFinished(() => first.kill("SIGKILL"));
  const playing = play({ url: first.url, scale: "small", display: silentDisplay }).then(
    () => "finished",
    () => "interrupted",
  );
  await ingestUnderWay(first.url);
  await first.kill("SIGKILL");
  expect(await playing).toBe("interrupted");

  const second = await startProcess(dir, port);
  onTestFinished(() => second.kill("SIGKILL"));
  const { ok } = await play({ url: second.url, scale: "small", display: silentDisplay });
  expect(ok).toBe(true);
  expect(await compare(new Client(second.url), buildCity({ scale: "small" }))).toEqual([]);
  await second.kill("SIGINT");
  expect(await processesOf(dir)).toEqual([]);
  await rm(dir, { recursive: true });
});

/** A file has been read, and another one is being read at this moment. */
async function ingestUnderWay(url: string): Promise<void> {
  for (;;) {
    const { functions } = (await (await fetch(`${url}/dev/state`)).json()) as State;
    const ingest = functions.find(({ name }) => name.includes("Ingest"));
    if (ingest && ingest.active > 0 && ingest.invocations > 1) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Whatever still runs with the stage's folder among its arguments. */
async function processesOf(dir: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "args"]);
  return stdout.split("\n").filter((line) => line.includes(dir));
}
