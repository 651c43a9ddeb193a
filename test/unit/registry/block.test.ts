import { describe, expect, it } from "vitest";
import { blocked, lifted, type Standing, withAccident, withTax } from "../../../functions/registry/block.ts";

const credit = { kind: "credit" as const, id: "SX-1", since: "2026-07-01" };
const kinds = ({ blocks = [] }: Standing) => blocks.map(({ kind, id }) => `${kind} ${id}`);
const tax = (year: string, grade: string) => ({ year, grade, taxFen: 1 });

describe("a block", () => {
  it("stands once, however often it is told, and beside others", () => {
    const once = { blocks: blocked({}, credit) };
    expect(kinds({ blocks: blocked(once, credit) })).toEqual(["credit SX-1"]);
    expect(kinds({ blocks: blocked(once, { ...credit, id: "SX-2" }) })).toEqual([
      "credit SX-1",
      "credit SX-2",
    ]);
  });

  it("is lifted by its own number alone", () => {
    const both = { blocks: blocked({ blocks: [credit] }, { ...credit, kind: "accident" }) };
    expect(kinds({ blocks: lifted(both, { kind: "accident", id: "SX-1" }) })).toEqual(["credit SX-1"]);
    expect(() => lifted(both, { kind: "credit", id: "SX-9" })).toThrow(/unknown-block/);
    expect(() => lifted({}, credit)).toThrow(/unknown-block/);
  });

  it("comes with an accident, which stays on record when it is lifted", () => {
    const accident = { accidentNo: "SG-1", date: "2026-06-20", severity: "general" as const };
    const standing = withAccident({ blocks: [credit] }, accident);
    expect(kinds(standing)).toEqual(["credit SX-1", "accident SG-1"]);
    expect(withAccident(standing, { ...accident, severity: "major" }).accidents).toEqual([
      { ...accident, severity: "major" },
    ]);
  });

  it("follows the tax grade of the latest year, in whatever order the years are told", () => {
    const bad = withTax({ blocks: [credit] }, tax("2025", "D"));
    expect(kinds(bad)).toEqual(["credit SX-1", "tax 2025"]);
    expect(kinds(withTax(bad, tax("2024", "A")))).toEqual(["credit SX-1", "tax 2025"]);
    expect(kinds(withTax(bad, tax("2026", "B")))).toEqual(["credit SX-1"]);
    expect(kinds(withTax(bad, tax("2025", "C")))).toEqual(["credit SX-1"]);
  });
});
