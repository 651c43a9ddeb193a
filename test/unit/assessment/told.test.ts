import { describe, expect, it } from "vitest";
import { fromBooks } from "../../../functions/assessment/books.ts";
import { fromTold, inTenThousands, type ToldFact } from "../../../functions/assessment/told.ts";
import { books, enterprise } from "./records.ts";

const fact = (number: string, more: Partial<ToldFact> = {}): ToldFact => ({
  code: "qualified-teachers",
  unitId: "S001",
  number,
  date: "2026-06-15",
  value: 1,
  ...more,
});

describe("what partners told", () => {
  it("counts for the unit, the code and the year so far, and names its sources", () => {
    const facts = [
      fact("2"),
      fact("1"),
      fact("3", { date: "2026-07-01" }),
      fact("4", { date: "2025-12-31" }),
      fact("5", { unitId: "S002" }),
      fact("6", { code: "accepted-bases" }),
    ];
    expect(fromTold("qualified-teachers", "S001", "2026-06", facts)).toEqual({
      value: 2,
      sources: [
        { kind: "event", id: "1", value: 1 },
        { kind: "event", id: "2", value: 1 },
      ],
    });
  });

  it("adds money without drift: a hundred times a tenth is ten", () => {
    const facts = Array.from({ length: 100 }, (_, index) =>
      fact(`${index}`, { code: "project-investment", value: inTenThousands(100_000) }),
    );
    expect(fromTold("project-investment", "S001", "2026-06", facts).value).toBe(10);
  });
});

describe("safety accidents", () => {
  const accident = (accidentNo: string, date: string, severity: string) => ({ accidentNo, date, severity });
  const kept = books([
    enterprise("E1", "411202", {
      accidents: [
        accident("SG-1", "2026-06-20", "larger"),
        accident("SG-2", "2026-06-21", "general"),
        accident("SG-3", "2026-07-01", "major"),
        accident("SG-4", "2025-06-01", "major"),
      ],
    }),
  ]);
  const count = (district: string | null, period = "2026-06") =>
    fromBooks("safety-accidents", { unitId: "u", district }, period, kept)?.value;

  it("count from the larger ones on, in their year, for their district and the whole city", () => {
    expect([count("411202"), count("411203"), count(null)]).toEqual([1, 0, 1]);
    expect([count("411202", "2026-05"), count("411202", "2026-12")]).toEqual([0, 2]);
  });
});
