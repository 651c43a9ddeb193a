import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startStage } from "../../infra/local/stage.ts";
import { Client } from "../city/client.ts";
import { people } from "../city/people.ts";
import { seed } from "../city/seed.ts";

/** What `npm start -- --once --small` runs, with its exit code. */
function once(dir: string): Promise<{ code: number; output: string }> {
  const args = ["infra/local/cli.ts", "--once", "--small", "--dir", dir, "--port", "0"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr });
    });
  });
}

test("the month plays once and ends well", async () => {
  const dir = await mkdtemp(join(tmpdir(), "ronghe-once-"));
  const { code, output } = await once(dir);
  expect(output).toContain("The oracle agrees to the fen");
  expect(code).toBe(0);
  const again = await once(dir);
  expect(again.output).toContain("The oracle agrees to the fen");
  expect(again.code).toBe(0);
  await rm(dir, { recursive: true });
});

test("with a rate that is one fen too high, the oracle disagrees and it ends with 1", async () => {
  const dir = await mkdtemp(join(tmpdir(), "ronghe-once-"));
  const stage = await startStage({ dir, port: 0, now: "2026-06-01T08:00:00+08:00" });
  const client = new Client(stage.url);
  await seed({ url: stage.url });
  const { body } = await client.call<{ items: { policy: object }[] }>(people.officer, "GET", "/v1/policies");
  const policy = { ...body.items[0]?.policy, version: "2026-06", effectiveFrom: "2026-06", rateFen: 50_001 };
  await client.call(people.officer, "POST", "/v1/policies", { body: policy });
  await client.call(people.secondOfficer, "POST", "/v1/policies/internship/2026-06/publish");
  await stage.stop();
  const { code, output } = await once(dir);
  expect(output).toContain("The oracle disagrees");
  expect(code).toBe(1);
  await rm(dir, { recursive: true });
});
