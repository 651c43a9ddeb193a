import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StageClock } from "../../../infra/local/clock.ts";
import { type Folder, openFolder } from "../../../infra/local/folder.ts";
import { parseExpression } from "../../../infra/local/schedule-expression.ts";
import { Schedules } from "../../../infra/local/schedules.ts";

const after = (expression: string, instant: string, zone = "Asia/Shanghai"): string | undefined => {
  const parsed = parseExpression(expression, zone);
  return parsed.kind === "cron" ? parsed.after(new Date(instant))?.toISOString() : undefined;
};

describe("an expression", () => {
  it.each([
    ["cron(0 2 5 * ? *)", "2026-07-01T00:00:00Z", "2026-07-04T18:00:00.000Z"],
    ["cron(0 2 5 * ? *)", "2026-07-04T18:00:00Z", "2026-08-04T18:00:00.000Z"],
    // 1 is Sunday, as AWS counts
    ["cron(0 12 ? * 1 *)", "2026-07-01T00:00:00Z", "2026-07-05T04:00:00.000Z"],
    ["cron(0 12 ? * MON-FRI *)", "2026-07-03T05:00:00Z", "2026-07-06T04:00:00.000Z"],
    ["cron(0 12 L * ? *)", "2026-07-01T00:00:00Z", "2026-07-31T04:00:00.000Z"],
    ["cron(0 12 ? * 6L *)", "2026-07-01T00:00:00Z", "2026-07-31T04:00:00.000Z"],
    ["cron(0 12 ? * 2#1 *)", "2026-07-01T00:00:00Z", "2026-07-06T04:00:00.000Z"],
    ["cron(0/15 * * * ? *)", "2026-07-01T00:01:00Z", "2026-07-01T00:15:00.000Z"],
    ["cron(0 0 1 1 ? 2027)", "2026-07-01T00:00:00Z", "2026-12-31T16:00:00.000Z"],
  ])("%s after %s fires at %s", (expression, instant, expected) => {
    expect(after(expression, instant)).toBe(expected);
  });

  it("of a rate or a single instant is understood too", () => {
    expect(parseExpression("rate(5 minutes)", "UTC")).toEqual({ kind: "rate", everyMs: 300_000 });
    expect(parseExpression("rate(1 day)", "UTC")).toEqual({ kind: "rate", everyMs: 86_400_000 });
    expect(parseExpression("at(2026-07-01T09:00:00)", "Asia/Shanghai")).toEqual({
      kind: "at",
      instant: new Date("2026-07-01T01:00:00Z"),
    });
  });

  it.each([
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(0 minutes)",
    "cron(0 2 5 * * *)",
    "cron(0 2 ? * ? *)",
    "cron(0 2 5 * ?)",
    "every day",
    "at(tomorrow)",
  ])("%s is refused", (expression) => {
    expect(() => parseExpression(expression, "UTC")).toThrow();
  });
});

describe("schedules and the clock", () => {
  let path: string;
  let folder: Folder;
  const START = new Date("2026-07-01T01:00:00Z");
  const MONTHLY = {
    name: "monthly",
    expression: "cron(0 2 5 * ? *)",
    zone: "Asia/Shanghai",
    functionName: "close",
    input: '{"at":"<aws.scheduler.scheduled-time>"}',
  };
  const DAILY = { ...MONTHLY, name: "daily", expression: "cron(0 9 * * ? *)", functionName: "day" };
  const RELAY = { ...MONTHLY, name: "relay", expression: "rate(1 hour)", functionName: "relay" };

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "clock-"));
    folder = openFolder(path, false);
  });
  afterEach(() => {
    folder.release();
    rmSync(path, { recursive: true });
  });

  it("fire in the order of time, one after another, each at its own time", async () => {
    const clock = new StageClock(folder, START);
    const seen: string[] = [];
    let running = 0;
    const schedules = new Schedules([MONTHLY, DAILY, RELAY], clock, async (name, payload) => {
      expect(++running).toBe(1);
      seen.push(`${name} ${payload} ${clock.now().toISOString().slice(0, 16)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
    });
    const fired = await schedules.moveTo(new Date("2026-07-05T02:00:00Z"));
    schedules.stop();
    clock.stop();
    expect(fired?.map(({ schedule, scheduledTime }) => `${schedule} ${scheduledTime.slice(0, 16)}`)).toEqual([
      "daily 2026-07-02T01:00",
      "daily 2026-07-03T01:00",
      "daily 2026-07-04T01:00",
      "monthly 2026-07-04T18:00",
      "daily 2026-07-05T01:00",
      "relay 2026-07-05T02:00",
    ]);
    expect(seen[3]).toBe('close {"at":"2026-07-04T18:00:00Z"} 2026-07-04T18:00');
  });

  it("do not go backwards", async () => {
    const clock = new StageClock(folder, START);
    const schedules = new Schedules([], clock, async () => undefined);
    expect(await schedules.moveTo(new Date("2026-06-30T00:00:00Z"))).toBeNull();
    schedules.stop();
    clock.stop();
  });

  it("make up for what a killed stage had not fired, and for nothing twice", async () => {
    const clock = new StageClock(folder, START);
    clock.moveTo(new Date("2026-07-03T02:00:00Z"));
    clock.stop();
    const again = new StageClock(folder, START);
    expect(again.now().getTime() - Date.parse("2026-07-03T02:00:00Z")).toBeLessThan(1000);
    const seen: string[] = [];
    const schedules = new Schedules([DAILY], again, async (_, payload) => void seen.push(payload));
    schedules.start();
    await schedules.moveTo(new Date("2026-07-03T03:00:00Z"));
    schedules.stop();
    again.stop();
    expect(seen).toEqual(['{"at":"2026-07-02T01:00:00Z"}', '{"at":"2026-07-03T01:00:00Z"}']);
  });
});
