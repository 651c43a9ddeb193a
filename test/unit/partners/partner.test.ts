import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { inbound } from "../../../events/inbound/define.ts";
import { inboundEvents } from "../../../events/inbound/index.ts";
import { admit } from "../../../functions/partners/admission.ts";
import { liveSecrets, type Partner, rotated, withStatus } from "../../../functions/partners/partner.ts";
import { concludedWith, keyOf, receiptFor } from "../../../functions/partners/receipt.ts";

const at = new Date("2026-07-01T00:00:00Z");
const later = (hours: number) => new Date(at.getTime() + hours * 3_600_000);
const TYPE = "cn.ronghe.test.happened.v1";
const partner: Partner = {
  partnerId: "B001",
  name: "银行",
  sources: ["urn:bank"],
  types: [TYPE],
  status: "active",
  secrets: [{ sealed: "one", since: at.toISOString(), until: null }],
  version: 1,
};
const event = { id: "1", source: "urn:bank", type: TYPE, subject: null, dataschema: null, data: { a: 1 } };

describe("secrets", () => {
  const live = (one: Partner, hours: number) => liveSecrets(one, later(hours)).map(({ sealed }) => sealed);

  it("are two while they are exchanged, and one afterwards", () => {
    const next = rotated(partner, "two", 24, at);
    expect([live(next, 0), live(next, 23.9), live(next, 24)]).toEqual([
      ["two", "one"],
      ["two", "one"],
      ["two"],
    ]);
    expect(next.version).toBe(2);
  });

  it("are never three, and the old one may end at once", () => {
    const twice = rotated(rotated(partner, "two", 24, at), "three", 24, later(1));
    expect(live(twice, 1)).toEqual(["three", "two"]);
    expect(live(rotated(partner, "two", 0, at), 0)).toEqual(["two"]);
  });

  it("open nothing for a partner that is suspended twice: there is no such change", () => {
    const suspended = withStatus(partner, "suspended");
    expect(suspended).toMatchObject({ status: "suspended", version: 2 });
    expect(() => withStatus(suspended, "suspended")).toThrow(/wrong-status/);
  });
});

describe("who may tell what", () => {
  const kind = inbound({
    type: TYPE,
    summary: "发生 It happened",
    consumer: "test",
    data: z.strictObject({ a: z.int() }),
  });
  const known = new Map([[TYPE, kind]]);
  const verdict = (change: object) => {
    const admission = admit({ ...event, ...change }, partner, known);
    return "refusal" in admission ? `${admission.refusal.status} ${admission.refusal.code}` : "fine";
  };

  it("goes by type, version, source and shape, in this order", () => {
    expect(verdict({})).toBe("fine");
    expect(verdict({ type: "cn.ronghe.test.happened.v2", source: "urn:other" })).toBe("422 unknown-type");
    for (const name of [TYPE, `https://x.example/${TYPE}.json`, "https://x.example/v1"])
      expect(verdict({ dataschema: name })).toBe("fine");
    expect(verdict({ dataschema: "https://x.example/v2", source: "urn:other" })).toBe("422 unknown-version");
    expect(verdict({ source: "urn:other", data: null })).toBe("403 foreign-source");
    expect(verdict({ data: { a: 1, b: 2 } })).toBe("422 invalid-data");
  });

  it("names the fields that do not fit, and never what was in them", () => {
    const admission = admit({ ...event, data: { a: "411202200910150030" } }, partner, known);
    expect(admission).toMatchObject({ refusal: { zh: expect.stringContaining("/data/a") } });
    expect(JSON.stringify(admission)).not.toContain("411202");
  });

  it("every type that partners tell has one consumer, is told in order, and names it", () => {
    for (const [type, { consumers, ordered }] of inboundEvents) {
      expect(ordered).toBe(true);
      expect(consumers).toEqual([`${type.split(".")[2]}/partners`]);
    }
    expect(inboundEvents.size).toBe(20);
  });
});

describe("a receipt", () => {
  const receipt = receiptFor(event, { a: 1 }, "B001", at);

  it("tells an event by its source and id, whatever stands in either", () => {
    expect(keyOf({ source: "a", id: "b\nc" })).not.toBe(keyOf({ source: "ab", id: "\nc" }));
    expect(receipt.event).toBe(keyOf(event));
  });

  it("tells content from other content, not the order of its keys", () => {
    const print = (data: unknown, change: object = {}) =>
      receiptFor({ ...event, ...change }, data, "B001", at).fingerprint;
    expect(print({ a: 1, b: 2 })).toBe(print({ b: 2, a: 1 }));
    expect(new Set([print({ a: 1 }), print({ a: 2 }), print({ a: 1 }, { subject: "s" })]).size).toBe(3);
  });

  it("says once what became of it", () => {
    const refusal = { code: "unknown-placement", zh: "没有", en: "None" };
    const concluded = concludedWith(receipt, { status: "refused", refusal }, later(1));
    expect(concluded).toMatchObject({ status: "refused", refusal, version: 2 });
    expect(concluded && concludedWith(concluded, { status: "applied", refusal: null }, later(2))).toBeNull();
  });
});
