import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claim, claimedThrough, type Line } from "../../../functions/settlement/booking/claim.ts";
import {
  type Account,
  append,
  differences,
  owed,
  reconcile,
  standing,
} from "../../../functions/subsidy/account.ts";
import { entitle, type PersonFacts, type SheetFacts } from "../../../functions/subsidy/entitle.ts";
import type { PolicyRecord } from "../../../functions/subsidy/policy.ts";
import type { InternshipPolicy } from "../../../functions/subsidy/schemes/internship/policy.ts";
import { sumFen } from "../../../shared/values/money.ts";
import { daysOf, monthsBetween } from "../../../shared/values/period.ts";
import { day, person, placement, published } from "./builders.ts";

const MONTHS = monthsBetween("2026-03", "2026-07");
const AT = "2026-08-01T00:00:00+08:00";

const policies: fc.Arbitrary<ReturnType<typeof published>[]> = fc
  .record<Partial<InternshipPolicy>>({
    rateFen: fc.integer({ min: 1, max: 100_000 }),
    partialMonth: fc.oneof(
      fc.integer({ min: 1, max: 31 }).map((days) => ({ method: "whole-if-days-at-least" as const, days })),
      fc
        .constantFrom("working-days" as const, "calendar-days" as const, "shift-days" as const)
        .map((divisor) => ({ method: "prorate" as const, divisor })),
      fc.constant<InternshipPolicy["partialMonth"]>({
        method: "tiers",
        tiers: [
          { days: 5, percent: 33 },
          { days: 9, percent: 67 },
          { days: 15, percent: 100 },
        ],
      }),
    ),
    maxMonths: fc.integer({ min: 1, max: 4 }),
    minTotalMonths: fc.integer({ min: 0, max: 3 }),
    lateMonths: fc.integer({ min: 0, max: 2 }),
    oncePerPerson: fc.boolean(),
    violationEffect: fc.constantFrom("warn", "withhold", "block"),
  })
  .map((change) => [published(change)]);

const placements = fc.constantFrom(
  [placement()],
  [placement(), placement({ placementId: "P2", uscc: "B", start: "2026-05-10" })],
  [
    placement({ end: "2026-05-20" }),
    placement({ placementId: "P2", uscc: "B" }),
    placement({ placementId: "P3", start: "2026-05-21" }),
  ],
  [placement({ keptOver: ["P2"] }), placement({ placementId: "P2", uscc: "B" })],
  [placement(), placement({ placementId: "P2", scheme: "apprenticeship", start: "2026-06-01" })],
);

const word = fc.record({
  who: fc.nat(2),
  period: fc.constantFrom(...MONTHS),
  statuses: fc.array(
    fc.constantFrom("present" as const, "present" as const, "leave" as const, "rest" as const),
    { minLength: 0, maxLength: 31 },
  ),
  announcedOn: fc.constantFrom(undefined, "2026-06-05", "2026-11-05"),
  violation: fc.constantFrom(undefined, false, true),
});

/** A person, and every word ever said about the person, in the order of announcement. */
const histories: fc.Arbitrary<PersonFacts> = fc
  .tuple(placements, fc.array(word, { maxLength: 14 }))
  .map(([placed, words]) => {
    const interns = placed.filter(({ scheme }) => scheme === "internship");
    const sheets = words.map(
      ({ who, period, statuses, announcedOn, violation }, index): SheetFacts => ({
        placementId: interns[who % interns.length]?.placementId ?? "P1",
        period,
        sequence: index + 1,
        uploadId: `U${index + 1}`,
        ...(announcedOn === undefined ? {} : { announcedOn }),
        days: statuses
          .slice(0, daysOf(period).length)
          .map((status, at) => day(daysOf(period)[at] ?? "", { status })),
        violations:
          violation === undefined ? [] : [{ date: `${period}-01`, code: "night-shift", cleared: violation }],
      }),
    );
    return person({ placements: placed, sheets });
  });

const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });

/** Books after every step, where a step is the set of words known by then. */
function booksAfter(
  facts: PersonFacts,
  steps: readonly (readonly SheetFacts[])[],
  rules: PolicyRecord[],
): Account[] {
  let books: Account[] = [];
  steps.forEach((sheets, index) => {
    const due = entitle({ ...facts, sheets }, rules);
    for (const { account, entries } of reconcile(
      "person",
      books,
      due,
      { kind: "step", id: String(index) },
      AT,
    )) {
      books = [...books.filter((one) => one.period !== account.period), append(account, entries)];
    }
  });
  return books;
}

/** Words arriving one by one. */
const growing = (sheets: readonly SheetFacts[]) => sheets.map((_, index) => sheets.slice(0, index + 1));

/** What the books say of money and days; the rest of an entry may depend on the way there. */
const said = (books: readonly Account[]) =>
  books
    .flatMap(({ period, ...account }) => standing({ ...account, period }).map((one) => ({ period, ...one })))
    .filter(({ amountFen, days }) => amountFen !== 0 || days !== 0)
    .map(({ period, placementId, amountFen, days }) => [period, placementId, amountFen, days].join(" "))
    .toSorted();

describe("what a person is owed", () => {
  it("doesn't depend on the order in which the facts are given", () => {
    const cases = fc
      .tuple(histories, policies)
      .chain(([facts, rules]) =>
        fc.tuple(
          fc.constant(facts),
          fc.constant(rules),
          shuffled(facts.sheets),
          shuffled(facts.placements),
          shuffled(facts.certifications),
        ),
      );
    fc.assert(
      fc.property(cases, ([facts, rules, sheets, placed, certifications]) => {
        const mixed = { ...facts, sheets, placements: placed, certifications };
        expect(entitle(mixed, rules)).toEqual(entitle(facts, rules));
      }),
    );
  });

  it("is a whole number of fen, never negative, and never above the rate for all placements of a month", () => {
    fc.assert(
      fc.property(histories, policies, (facts, rules) => {
        const due = entitle(facts, rules);
        const rate = rules[0]?.policy.rateFen ?? 0;
        for (const [period, months] of Map.groupBy(due, (one) => one.period)) {
          expect(sumFen(months.map(({ amountFen }) => amountFen))).toBeLessThanOrEqual(rate);
          expect(sumFen(months.map(({ days }) => days))).toBeLessThanOrEqual(daysOf(period).length);
        }
        expect(due.every(({ amountFen }) => Number.isInteger(amountFen) && amountFen >= 0)).toBe(true);
        expect(due.every(({ reasons }) => reasons.length > 0)).toBe(true);
      }),
    );
  });

  it("never exceeds the months the policy allows, and starts only when enough were earned", () => {
    fc.assert(
      fc.property(histories, policies, (facts, rules) => {
        const paid = entitle(facts, rules).filter(({ amountFen }) => amountFen > 0);
        const months = new Set(paid.map(({ period }) => period)).size;
        const { maxMonths = 0, minTotalMonths = 0, oncePerPerson } = rules[0]?.policy ?? {};
        expect(months).toBeLessThanOrEqual(maxMonths);
        if (oncePerPerson)
          expect(new Set(paid.map(({ placementId }) => placementId)).size).toBeLessThanOrEqual(1);
        if (months > 0 && maxMonths >= minTotalMonths) expect(months).toBeGreaterThanOrEqual(minTotalMonths);
      }),
    );
  });

  it("has one answer per placement and month with a sheet", () => {
    fc.assert(
      fc.property(histories, policies, (facts, rules) => {
        const named = new Set(facts.sheets.map(({ placementId, period }) => `${period} ${placementId}`));
        const answers = entitle(facts, rules).map(({ placementId, period }) => `${period} ${placementId}`);
        expect(answers.toSorted()).toEqual([...named].toSorted());
      }),
    );
  });
});

describe("the books", () => {
  it("say nothing new when the same is booked again", () => {
    fc.assert(
      fc.property(histories, policies, (facts, rules) => {
        const due = entitle(facts, rules);
        for (const account of booksAfter(facts, growing(facts.sheets), rules)) {
          expect(differences(account, due, { kind: "again", id: "1" }, AT)).toEqual([]);
        }
      }),
    );
  });

  it("add up to what is owed after any history, words coming and being withdrawn", () => {
    const cases = histories.chain((facts) =>
      fc.tuple(fc.constant(facts), fc.array(fc.subarray([...facts.sheets]), { minLength: 1, maxLength: 6 })),
    );
    fc.assert(
      fc.property(cases, policies, ([facts, steps], rules) => {
        const books = booksAfter(facts, steps, rules);
        const due = entitle({ ...facts, sheets: steps.at(-1) ?? [] }, rules);
        expect(sumFen(books.map(owed))).toBe(sumFen(due.map(({ amountFen }) => amountFen)));
        for (const { period, placementId, amountFen, days } of due) {
          const one = standing(books.find((book) => book.period === period) as Account).find(
            (s) => s.placementId === placementId,
          );
          expect([one?.amountFen, one?.days]).toEqual([amountFen, days]);
        }
      }),
    );
  });

  it("end the same whatever the order in which words arrive", () => {
    const cases = histories.chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts.sheets)));
    fc.assert(
      fc.property(cases, policies, ([facts, arrivals], rules) => {
        const inOrder = booksAfter(facts, growing(facts.sheets), rules);
        expect(said(booksAfter(facts, growing(arrivals), rules))).toEqual(said(inOrder));
      }),
    );
  });
});

describe("closes", () => {
  it("claim every entry exactly once, none before its month, and all of it in the end", () => {
    const closes = fc.array(fc.record({ words: fc.nat(14), close: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(histories, policies, closes, (facts, rules, plan) => {
        const steps = [...plan.map(({ words }) => facts.sheets.slice(0, words)), [...facts.sheets]];
        const lines: (Line & { uscc: string })[] = [];
        const claimed = new Map(["A", "B"].map((uscc) => [uscc, new Map<string, number>()]));
        let books: Account[] = [];
        const close = (period: string) => {
          for (const [uscc, before] of claimed) {
            const taken = claim(books, before, uscc, period);
            claimed.set(uscc, claimedThrough(before, taken));
            lines.push(...taken.map((line) => ({ ...line, uscc })));
          }
        };
        steps.forEach((_, index) => {
          books = booksAfter(facts, steps.slice(0, index + 1), rules);
          if (plan[index]?.close) close(MONTHS[Math.min(index, MONTHS.length - 1)] ?? "2026-03");
        });
        close("2026-12");

        const entries = books.flatMap((book) => book.entries.map((entry) => ({ ...entry, book })));
        for (const { book, n, placementId, uscc } of entries) {
          const taking = lines.filter(
            (line) =>
              line.uscc === uscc &&
              line.placementId === placementId &&
              line.earnedPeriod === book.period &&
              line.fromN <= n &&
              n <= line.toN,
          );
          expect(taking).toHaveLength(1);
        }
        expect(lines.every(({ earnedPeriod, bookedPeriod }) => earnedPeriod <= bookedPeriod)).toBe(true);
        expect(sumFen(lines.map(({ amountFen }) => amountFen))).toBe(sumFen(books.map(owed)));
      }),
    );
  });
});
