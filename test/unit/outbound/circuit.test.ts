import { describe, expect, it } from "vitest";
import {
  afterAnswer,
  afterSilence,
  type Circuit,
  closedCircuit,
  isClean,
  isOpen,
  released,
  type Silence,
} from "../../../functions/outbound/delivery/circuit.ts";
import { isExpired, TRIED_FOR_MS, waitAfter } from "../../../functions/outbound/delivery/retry.ts";

const NOW = new Date("2026-07-01T00:00:00Z");
const silent = (circuit: Circuit, silence: Silence, probing = false, now = NOW): Circuit =>
  afterSilence(circuit, { silence, subscriptionId: "S1", probing, now, chance: 0.5 });
const minutes = (circuit: Circuit): number => (Date.parse(circuit.openUntil ?? "") - NOW.getTime()) / 60_000;

describe("a host's circuit", () => {
  it("opens at the first refused connection and at the third silence in a row", () => {
    expect(isOpen(silent(closedCircuit("h"), "unreachable"))).toBe(true);
    const twice = silent(silent(closedCircuit("h"), "timeout"), "timeout");
    expect(isOpen(twice)).toBe(false);
    expect(isOpen(silent(twice, "timeout"))).toBe(true);
    expect(isOpen(silent(afterAnswer(twice), "timeout"))).toBe(false);
  });

  it("is not pushed further by attempts that began before it opened, and doubles with each probe in vain", () => {
    const open = silent(closedCircuit("h"), "unreachable");
    expect(silent(open, "unreachable")).toBe(open);
    expect(minutes(open)).toBe(1);
    const again = silent(open, "timeout", true);
    expect(minutes(again)).toBe(2);
    expect(minutes(silent(again, "unreachable", true))).toBe(4);
  });

  it("once its host is back, has everybody told before it forgets", () => {
    const back = afterAnswer(silent(closedCircuit("h"), "unreachable"));
    expect([isOpen(back), isClean(back), back.releasing]).toEqual([false, true, true]);
    expect(afterAnswer(back).releasing).toBe(true);
    expect(released(back).releasing).toBe(false);
    expect(afterAnswer(closedCircuit("h")).releasing).toBe(false);
  });
});

describe("waits", () => {
  it("double from a minute to six hours, spread by a fifth", () => {
    const waits = [1, 2, 3, 9, 10, 40].map((failures) => waitAfter(failures, 0.5) / 60_000);
    expect(waits).toEqual([1, 2, 4, 256, 360, 360]);
    expect(waitAfter(1, 0)).toBe(54_000);
    expect(waitAfter(1, 1)).toBe(66_000);
  });

  it("end after three days, to the millisecond", () => {
    const since = NOW.toISOString();
    expect(isExpired(since, new Date(NOW.getTime() + TRIED_FOR_MS - 1))).toBe(false);
    expect(isExpired(since, new Date(NOW.getTime() + TRIED_FOR_MS))).toBe(true);
  });
});
