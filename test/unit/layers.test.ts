import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

interface Cruise {
  summary: { totalCruised: number; violations: { from: string; to: string; rule: { name: string } }[] };
}

const root = join(import.meta.dirname, "..", "..");
const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");

it("every layer imports only what it may", () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      cruiser,
      ...["--config", ".dependency-cruiser.cjs", "--output-type", "json"],
      ...["shared", "functions", "events", "infra"],
    ],
    { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  expect(stderr).toBe("");
  const { summary } = JSON.parse(stdout) as Cruise;
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  // a cruise that could not read TypeScript finds nothing wrong
  expect(summary.totalCruised).toBeGreaterThan(200);
});
