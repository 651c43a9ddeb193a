import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, fingerprint, sha256, shardOf } from "../../../shared/values/canonical.ts";

describe("canonical JSON", () => {
  it.each([
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [[undefined, null, 1], "[null,null,1]"],
    [{ 名: "中", A: '"' }, '{"A":"\\"","名":"中"}'],
    [{ b: { d: 1, c: [{ z: 1, y: 2 }] }, a: "" }, '{"a":"","b":{"c":[{"y":2,"z":1}],"d":1}}'],
    [undefined, "null"],
    [-0, "0"],
    ["a\n", '"a\\n"'],
  ])("of %o", (value, text) => expect(canonical(value)).toBe(text));

  it("is the same whatever the order of keys, and is still the value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: "medium" }), (value) => {
        expect(canonical(reversed(value))).toBe(canonical(value));
        expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("is another one for another order of a list", () => {
    expect(fingerprint([1, 2])).not.toBe(fingerprint([2, 1]));
    expect(fingerprint({ a: "1" })).not.toBe(fingerprint({ a: 1 }));
  });
});

describe("what stored items depend on", () => {
  it("are fingerprints that never change", () => {
    expect(sha256("融合")).toBe(sha256(new TextEncoder().encode("融合")));
    expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(fingerprint({ b: 1, a: [undefined, null, { y: "中", x: 0 }] })).toBe(
      "d25423441621360d88585637441571740e148a69ee3b3d0efbed696df3da6d76",
    );
  });

  it.each([
    ["411", [0, 4, 7]],
    ["P1", [0, 2, 19]],
    ["p7F", [0, 5, 17]],
  ])("are shards that never change: %s", (key, shards) => {
    expect([1, 7, 50].map((count) => shardOf(key, count))).toEqual(shards);
  });

  it("lie within the count, and all are used", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 100 }), (key, count) => {
        expect(shardOf(key, count)).toBeGreaterThanOrEqual(0);
        expect(shardOf(key, count)).toBeLessThan(Math.max(1, count));
      }),
    );
    const keys = Array.from({ length: 1_000 }, (_, index) => `P${index}`);
    const sizes = [...Map.groupBy(keys, (key) => shardOf(key, 10)).values()].map((some) => some.length);
    expect(sizes).toHaveLength(10);
    expect(Math.min(...sizes)).toBeGreaterThan(60);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)]));
}
