import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthArbitrary } from "./arbitrary.ts";
import { ENCODINGS, type Encoding, encode, extensionOf } from "./encode.ts";
import type { Book } from "./grid.ts";
import { type Day, keptOf, type Month } from "./month.ts";
import { readCase } from "./read.ts";
import { SHAPES } from "./shapes/index.ts";
import { type DateStyle, longShape } from "./shapes/long.ts";
import type { Shape } from "./shapes/shape.ts";

const RUNS = 60;

/** Reads a month back through a kind of file and an encoding, and expects what was written. */
async function holds(
  shape: Shape,
  month: Month & { students: Parameters<typeof readCase>[2] },
  encoding: Encoding,
) {
  const days = isOneSheet(encoding) ? firstSheet(shape, month) : month.days;
  fc.pre(days.length > 0);
  const book: Book = shape.write({ ...month, days });
  const about = { filename: `考勤.${extensionOf(encoding)}`, period: month.period };
  const { kept, status } = await readCase(await encode(book, encoding), about, month.students);
  expect({ kept, status }).toEqual({ kept: keptOf(days, shape.tells), status: "accepted" });
}

const isOneSheet = (encoding: Encoding): boolean => !encoding.startsWith("xls");

/** A sheet a week: a text file holds the first week only. */
function firstSheet(shape: Shape, { days, period }: Month): readonly Day[] {
  if (shape.name !== "home-made") return days;
  const first = new Date(`${period}-01T00:00:00Z`).getUTCDay() || 7;
  return days.filter(({ date }) => Number(date.slice(8)) <= 8 - first);
}

describe("any valid month reads back as it was written", () => {
  it.each(SHAPES.map((shape) => [shape.name, shape] as const))("%s, in any encoding", async (_, shape) => {
    const encodings = fc.constantFrom(...ENCODINGS);
    await fc.assert(
      fc.asyncProperty(monthArbitrary(shape), encodings, (month, encoding) => holds(shape, month, encoding)),
      { numRuns: RUNS },
    );
  });

  it.each(ENCODINGS)("%s, of any kind of file", async (encoding) => {
    const cases = fc
      .constantFrom(...SHAPES)
      .chain((shape) => fc.tuple(fc.constant(shape), monthArbitrary(shape)));
    await fc.assert(
      fc.asyncProperty(cases, ([shape, month]) => holds(shape, month, encoding)),
      { numRuns: RUNS / 3 },
    );
  });

  it("long, by any column that says who, and under any spelling of dates", async () => {
    const who = fc.subarray(["安置编号", "身份证号", "学号", "工号", "姓名"], { minLength: 1 });
    const rest = fc.shuffledSubarray(["日期", "上班时间", "下班时间", "工时", "状态", "班次"], {
      minLength: 6,
    });
    const styles = fc.constantFrom<DateStyle>(
      ...(["iso", "slash", "dot", "chinese", "compact", "no-year", "weekday", "full-width"] as const),
    );
    const cases = fc
      .tuple(who, rest, styles)
      .map(([identity, others, style]) =>
        longShape([...others.slice(0, 3), ...identity, ...others.slice(3)], style),
      )
      .chain((shape) => fc.tuple(fc.constant(shape), monthArbitrary(shape), fc.constantFrom(...ENCODINGS)));
    await fc.assert(
      fc.asyncProperty(cases, ([shape, month, encoding]) => holds(shape, month, encoding)),
      { numRuns: RUNS },
    );
  });
});
