import { describe, expect, it } from "vitest";
import { randomText, ulid } from "../../../shared/runtime/ids.ts";

describe("an id", () => {
  it("sorts by time and never repeats", () => {
    const instants = ["2026-06-30T15:59:59.999Z", "2026-06-30T16:00:00Z", "2031-01-01T00:00:00Z"];
    const ids = instants.map((text) => ulid(new Date(text)));
    expect(ids).toEqual(ids.toSorted());
    expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
    const now = new Date();
    expect(new Set(Array.from({ length: 1_000 }, () => ulid(now))).size).toBe(1_000);
    expect(ulid(new Date(0)).slice(0, 10)).toBe("0000000000");
    expect(ulid(new Date(1_469_918_176_385)).slice(0, 10)).toBe("01ARYZ6S41");
  });

  it("of chance has the length asked for", () => {
    expect(randomText(20)).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(randomText(0)).toBe("");
  });
});
