import { expect, test } from "vitest";
import { checkDependencies } from "../../../functions/platform/health.ts";

test("one dependency that fails is down, the others stay up", async () => {
  const found = await checkDependencies({
    "jobs-table": async () => undefined,
    elsewhere: () => Promise.reject(new Error("unreachable")),
  });
  expect(found.map(({ name, status }) => [name, status])).toEqual([
    ["jobs-table", "up"],
    ["elsewhere", "down"],
  ]);
});
