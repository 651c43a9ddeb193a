import { describe, expect, it } from "vitest";
import { pathOf, type Resource, synthesise } from "./city.ts";

const city = await synthesise();
const schedules = city.ofType("AWS::Scheduler::Schedule");
const functions = new Map(city.ofType("AWS::Lambda::Function").map((one) => [pathOf(one), one]));

const targetOf = (schedule: Resource): Resource =>
  functions.get(city.targets(schedule, schedule.properties["Target"].Arn)[0] ?? "") as Resource;

describe("schedules", () => {
  it("fire what the city does by the clock, in the city's time", () => {
    const fired = schedules.map((schedule) => [
      targetOf(schedule).properties["Description"],
      schedule.properties["ScheduleExpression"],
    ]);
    expect(Object.fromEntries(fired)).toEqual({
      "functions/registry/relay.ts": "rate(1 minute)",
      "functions/placement/relay.ts": "rate(1 minute)",
      "functions/attendance/relay.ts": "rate(1 minute)",
      "functions/subsidy/relay.ts": "rate(1 minute)",
      "functions/settlement/relay.ts": "rate(1 minute)",
      "functions/assessment/relay.ts": "rate(1 minute)",
      "functions/outbound/sweep.ts": "rate(1 minute)",
      "functions/settlement/close.ts": "cron(0 2 5 * ? *)",
      "functions/assessment/monthly.ts": "cron(0 3 15 * ? *)",
    });
    const zones = new Set(schedules.map((schedule) => schedule.properties["ScheduleExpressionTimezone"]));
    expect([...zones]).toEqual(["Asia/Shanghai"]);
  });

  it.each(schedules.map((schedule) => [pathOf(schedule), schedule] as const))(
    "%s tells its function the instant that was meant",
    (_, schedule) => {
      expect(JSON.parse(schedule.properties["Target"].Input)).toEqual({
        scheduledTime: "<aws.scheduler.scheduled-time>",
        executionId: "<aws.scheduler.execution-id>",
      });
    },
  );

  it.each(schedules.map((schedule) => [pathOf(schedule), schedule] as const))(
    "%s keeps what was missed and what failed in one place",
    (_, schedule) => {
      const [missed] = city.targets(schedule, schedule.properties["Target"].DeadLetterConfig);
      const target = targetOf(schedule);
      expect(missed).toMatch(/Missed/);
      expect(city.targets(target, target.properties["DeadLetterConfig"])).toEqual([missed]);
    },
  );
});
