import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { catalogue, toldOutside } from "../../../events/catalogue.ts";
import { outsideData } from "../../../events/envelope.ts";
import { PlacementChanged } from "../../../events/placement.ts";
import { isAsleep, lanesOf, newStanding } from "../../../functions/outbound/delivery/backlog.ts";
import { byCrowd, tasksFor } from "../../../functions/outbound/delivery/tasks.ts";
import { SECRET } from "../../../functions/outbound/subscription.ts";
import { messageOf } from "../../../functions/outbound/telling/message.ts";
import { pendingOf } from "../../../functions/outbound/telling/spread.ts";
import { newWebhookSecret } from "../../../shared/runtime/webhook-signature.ts";

const NOW = new Date("2026-07-01T00:00:00Z");
const envelope = (subject: string, subjectversion: number, source = "ronghe/placement") => ({
  specversion: "1.0" as const,
  id: `${subject}-${subjectversion}`,
  source,
  type: PlacementChanged.type,
  time: NOW.toISOString(),
  subject,
  subjectversion,
  correlationid: "somebody-chose-it",
  data: {
    uscc: "91411200MA9X0001XX",
    placementId: subject,
    personId: "pABC",
    start: "2026-06-01",
    end: "2026-08-31",
    status: "active",
  },
});

describe("what is told outside", () => {
  it("is a part of the data that the event has, and nobody's person and no amount", () => {
    expect(toldOutside.length).toBeGreaterThan(8);
    for (const event of toldOutside) {
      const { properties = {} } = z.toJSONSchema(outsideData(event), { io: "input" });
      expect(Object.keys(properties).toSorted()).toEqual(event.outside?.toSorted());
      expect(event.outside?.join()).not.toMatch(/person|fen\b|name|idNumber|phone|account/i);
      expect(event.consumers).toContain("outbound/facts");
    }
  });

  it("commands and money stay inside", () => {
    const inside = catalogue.filter((event) => !toldOutside.includes(event)).map(({ type }) => type);
    expect(inside).toEqual(expect.arrayContaining(["cn.ronghe.subsidy.accrued.v1"]));
    expect(inside.filter((type) => /requested|answered|accrued|settled|returned/.test(type))).toHaveLength(
      catalogue.filter(({ type }) => /requested|answered|accrued|settled|returned/.test(type)).length,
    );
  });

  it("carries neither the person nor who set it off", () => {
    const { body, contentType } = messageOf(envelope("P1", 3));
    expect(contentType).toMatch(/^application\/cloudevents\+json/);
    expect(body).not.toContain("pABC");
    expect(body).not.toContain("somebody-chose-it");
    expect(JSON.parse(body)).toMatchObject({ specversion: "1.0", subject: "P1", subjectversion: 3 });
  });

  it("has an id that any header may hold, the same each time and another for another fact", () => {
    const odd = { ...envelope("P1", 3), id: "安置\r\nx: y." };
    expect(messageOf(odd).id).toMatch(/^msg_[0-9a-f]{40}$/);
    expect(messageOf(odd).id).toBe(messageOf(odd).id);
    expect(messageOf(odd).id).not.toBe(messageOf(envelope("P1", 3)).id);
    expect(messageOf(envelope("P1", 3, "ronghe/other")).id).not.toBe(messageOf(envelope("P1", 3)).id);
  });
});

describe("what waits", () => {
  const pending = (subject: string, version: number) => pendingOf(envelope(subject, version), NOW);

  it("is ordered by subject and version, not by arrival", () => {
    const lanes = lanesOf([pending("A", 10), pending("B", 1), pending("A", 9), pending("A", 2)]);
    expect(lanes.map((lane) => lane.map(({ id }) => id))).toEqual([["A-2", "A-9", "A-10"], ["B-1"]]);
  });

  it("has the same place however often it is heard", () => {
    expect(pending("A", 1).place).toBe(pendingOf(envelope("A", 1), new Date(), true).place);
  });

  it("may sleep while its host is dead, but not past what is due", () => {
    const standing = { ...newStanding("S", "h"), dueAt: "2026-07-01T06:00:00.000Z" };
    expect(isAsleep(standing, true, NOW)).toBe(true);
    expect(isAsleep(standing, true, new Date("2026-07-01T06:00:00Z"))).toBe(false);
    expect(isAsleep(standing, false, NOW)).toBe(false);
    expect(isAsleep({ ...standing, pausedUntil: standing.dueAt }, false, NOW)).toBe(true);
    expect(isAsleep({ ...standing, dueAt: null }, true, NOW)).toBe(false);
  });
});

describe("looks", () => {
  const subscribers = (host: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ host, subscriptionId: `${host}${index}` }));

  it("of one task are at one host, and nobody waits for a crowd at another", () => {
    const all = [...subscribers("crowd", 60), ...subscribers("few", 2)];
    const tasks = tasksFor(all);
    expect(tasks.map(({ host, subscriptions }) => [host, subscriptions.length])).toEqual([
      ["crowd", 25],
      ["crowd", 25],
      ["crowd", 10],
      ["few", 2],
    ]);
    const { few, many } = byCrowd(all);
    expect([few.length, many.length]).toEqual([2, 60]);
    expect(few.every(({ host }) => host === "few")).toBe(true);
  });
});

describe("secrets", () => {
  it("are as Standard Webhooks have them", () => {
    const bytes = (count: number) => `whsec_${Buffer.alloc(count, 250).toString("base64")}`;
    expect(newWebhookSecret()).toMatch(SECRET);
    for (const count of [24, 25, 26, 64]) expect(bytes(count)).toMatch(SECRET);
    for (const count of [8, 23, 65]) expect(bytes(count)).not.toMatch(SECRET);
    expect("whsec_not base64 at all, not base64 at all!!").not.toMatch(SECRET);
  });
});
