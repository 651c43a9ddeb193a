import fc from "fast-check";
import { daysOf, type Period } from "../../shared/values/period.ts";
import { type Day, type Month, type Status, type Student, student } from "./month.ts";
import type { Shape } from "./shapes/shape.ts";

const SURNAMES = [..."张李王赵陈买欧阳㛃"];
const GIVEN = [..."小明芳强伟娜·堃玥丽古尔买提一二〇"];

const clock = fc
  .integer({ min: 0, max: 1439 })
  .map(
    (minutes) =>
      `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`,
  );

/** What a valid day can be: punches in any order of the clock, hours, a mark alone, or no presence. */
const dayArbitrary: fc.Arbitrary<Pick<Day, "status" | "in" | "out" | "hours">> = fc.oneof(
  fc
    .record({ status: fc.constantFrom<Status>("出勤", "迟到", "早退"), in: clock, out: clock })
    .filter(({ in: came, out: went }) => came !== went),
  fc.record({
    status: fc.constant<Status>("出勤"),
    hours: fc.integer({ min: 1, max: 48 }).map((half) => half / 2),
  }),
  fc.record({ status: fc.constantFrom<Status>("出勤", "迟到", "早退", "请假", "缺勤", "休息") }),
);

/** Different people with different names. A name begins and ends with a character that no program trims. */
const studentsArbitrary: fc.Arbitrary<Student[]> = fc
  .uniqueArray(
    fc.record({
      number: fc.integer({ min: 1, max: 899 }),
      surname: fc.constantFrom(...SURNAMES),
      given: fc.array(fc.constantFrom(...GIVEN), { maxLength: 4 }),
      last: fc.constantFrom(..."明芳强伟"),
    }),
    { minLength: 1, maxLength: 4, selector: ({ number }) => number },
  )
  .map((people) =>
    people.map(({ number, surname, given, last }, index) => {
      const name = `${surname}${given.join("")}${last}${"甲乙丙丁"[index]}`;
      return student(number, name, { start: "2020-01-01", end: "2030-12-31" });
    }),
  );

/** Any valid month that the kind of file can say: some students, some of the days, each once. */
export function monthArbitrary(shape: Shape): fc.Arbitrary<Month & { students: Student[] }> {
  return fc
    .tuple(studentsArbitrary, fc.constantFrom<Period>("2026-06", "2026-05", "2026-02", "2024-02", "2025-12"))
    .chain(([students, period]) =>
      fc
        .tuple(
          ...students.map((who) =>
            fc
              .subarray(daysOf(period), { minLength: 1 })
              .chain((dates) =>
                fc.tuple(
                  ...dates.map((date) =>
                    dayArbitrary.map((day): Day => ({ student: who, date, ...day })).filter(shape.expresses),
                  ),
                ),
              ),
          ),
        )
        .map((months) => ({ students, period, days: months.flat() })),
    );
}
