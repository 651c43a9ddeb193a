import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { useStage } from "./on-stage.ts";

const held = useStage();

test("the README's page of curl commands works as it stands", async () => {
  const readme = await readFile("README.md", "utf8");
  const script = /```bash\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const cwd = await mkdtemp(join(tmpdir(), "walkthrough-"));
  const env = { ...process.env, API: held.stage.url };
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], { cwd, env });
  expect(stdout).toContain('"amountFen":50000');
  expect(stdout).toContain('"status":"approved"');
  expect((await stat(join(cwd, "settlement.xlsx"))).size).toBeGreaterThan(1_000);
  await rm(cwd, { recursive: true });
});
