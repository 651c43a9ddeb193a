import { execFile } from "node:child_process";
import { expect, test } from "vitest";

test("npm run check is green", { timeout: 300_000 }, async () => {
  const output = await new Promise<string>((resolve) => {
    execFile("npm", ["run", "--silent", "check"], (_error, stdout, stderr) => resolve(stdout + stderr));
  });
  expect(output).not.toContain("✗");
  expect(output.match(/✓/g)).toHaveLength(6);
});
