import { expect, test } from "vitest";
import { dueAt } from "../../../functions/settlement/month/overdue.ts";

test.each([
  ["2026-07-05T02:00:00+08:00", "2026-06"],
  ["2026-07-05T01:59:59+08:00", "2026-05"],
  ["2026-08-04T23:00:00+08:00", "2026-06"],
  ["2027-01-05T02:00:00+08:00", "2026-12"],
])("at %s the month that is due is %s", (at, due) => {
  expect(dueAt(new Date(at))).toBe(due);
});
