import { expect, test } from "vitest";
import { wasFirst } from "../../../shared/runtime/conflicts.ts";
import { ConditionFailed } from "../../../shared/runtime/table.ts";

test("a conditional write was first, or somebody else's was; any other failure stays one", async () => {
  expect(await wasFirst(Promise.resolve("written"))).toBe(true);
  expect(await wasFirst(Promise.reject(new ConditionFailed(0)))).toBe(false);
  await expect(wasFirst(Promise.reject(new Error("no network")))).rejects.toThrow("no network");
});
