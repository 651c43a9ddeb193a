import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BookedLine, heldFen } from "../../../functions/settlement/publicity/hold.ts";
import { holds } from "../../../functions/settlement/publicity/objection.ts";
import { addDays, addMonths, firstDay, type Period } from "../../../shared/values/period.ts";
import { type Booking, Office } from "../../scenarios/steps/office.ts";

let count = 0;
const line = (bookedPeriod: Period, amountFen: number, more: Partial<BookedLine> = {}): BookedLine => ({
  lineId: `line ${count++}`,
  subjectId: "p1",
  earnedPeriod: "2026-06",
  bookedPeriod,
  scheme: "internship",
  placementId: "P1",
  amountFen,
  ...more,
});
/** A line of which some waits, or which releases what did. */
const shared = (bookedPeriod: Period, owedFen: number, amountFen: number) =>
  line(bookedPeriod, amountFen, { owedFen });

describe("what is held for a line under objection", () => {
  const june = line("2026-06", 50_000);
  const deduction = line("2026-06", -50_000);
  const rise = line("2026-07", 20_000);
  const second = line("2026-06", 7, { subjectId: "p2" });

  it.each<[string, BookedLine[], BookedLine[], number]>([
    ["the line", [june], [], 50_000],
    ["nothing without an objection", [], [june], 0],
    ["nothing for a deduction", [deduction], [], 0],
    ["nothing once the books have taken it back", [june], [line("2026-07", -50_000)], 0],
    ["what the books have left of it", [june], [line("2026-07", -20_000)], 30_000],
    ["no more for what comes on top later", [june], [line("2026-07", 10_000)], 50_000],
    [
      "nothing of what is earned anew after it was taken back",
      [june],
      [line("2026-07", -50_000), line("2026-08", 50_000)],
      0,
    ],
    [
      "what a rise brought, which a later correction takes first",
      [rise],
      [june, line("2026-08", -20_000)],
      0,
    ],
    ["no more than is left of the whole", [rise], [line("2026-06", -15_000)], 5_000],
    ["every line named, of one key or several", [june, rise, second], [], 70_007],
    [
      "the line still when another's is taken back",
      [june],
      [line("2026-07", -50_000, { placementId: "P2" })],
      50_000,
    ],
  ])("is %s", (_, held, others, expected) => {
    const booked = [...held, ...others];
    const named = new Set(held.map(({ lineId }) => lineId));
    for (const order of [booked, booked.toReversed()]) expect(heldFen(named, order)).toBe(expected);
  });

  const partly = shared("2026-06", 50_000, 20_000);
  const released = shared("2026-07", 0, 30_000);
  const waits = shared("2026-07", 20_000, 0);

  it.each<[string, BookedLine[], BookedLine[], number]>([
    ["what is paid of it while the rest waits", [partly], [], 20_000],
    ["the rest too once it is released", [partly], [released], 50_000],
    ["a release alone", [released], [partly], 30_000],
    ["both, and nothing twice", [partly, released], [], 50_000],
    ["nothing while it waits behind what nobody contests", [waits], [june], 0],
    ["it as soon as it is released", [waits], [june, shared("2026-08", 0, 20_000)], 20_000],
    ["what is left when the books take back what waits", [partly], [shared("2026-07", -30_000, 0)], 20_000],
  ])("where some waits for its budget, is %s", (_, held, others, expected) => {
    expect(heldFen(new Set(held.map(({ lineId }) => lineId)), [...held, ...others])).toBe(expected);
  });
});

const USCC = "91411200MA9TE0T007";
const FIRST = "2024-01";

/** Of one student-month: by how much a month's books change it. Small amounts, so that each fen can be looked at. */
interface Step {
  changes: { student: number; fen: number }[];
  objectTo: number[];
  rulings: { which: number; decision: "uphold" | "dismiss" }[];
  before: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    changes: fc.uniqueArray(fc.record({ student: fc.nat(2), fen: fc.integer({ min: -8, max: 8 }) }), {
      selector: ({ student }) => student,
      maxLength: 3,
    }),
    objectTo: fc.array(fc.nat(2), { maxLength: 2 }),
    rulings: fc.array(
      fc.record({ which: fc.nat(9), decision: fc.constantFrom("uphold" as const, "dismiss" as const) }),
      { maxLength: 2 },
    ),
    before: fc.boolean(),
  }),
  { minLength: 1, maxLength: 10 },
);

/** Each fen by itself: a correction takes contested ones first, then any; what is left and not contested is free. */
function freeFen(office: Office): number {
  const contested = new Set(office.objections.filter((one) => holds(one)).flatMap(({ lineIds }) => lineIds));
  const purses = new Map<string, string[]>();
  for (const { subjectId, lineId, amountFen } of office.lines) {
    const purse = purses.get(subjectId) ?? [];
    for (let fen = 0; fen < amountFen; fen++) purse.push(lineId);
    for (let fen = 0; fen > amountFen; fen--) {
      const first = purse.findIndex((coin) => contested.has(coin));
      purse.splice(first >= 0 ? first : 0, 1);
    }
    purses.set(subjectId, purse);
  }
  return [...purses.values()].flat().filter((coin) => !contested.has(coin)).length;
}

function play(office: Office, list: readonly Step[]): Period {
  let period = FIRST;
  const net = [0, 0, 0];
  for (const { changes, objectTo, rulings, before } of list) {
    const bookings = changes.map(({ student, fen }): Booking => {
      const amountFen = Math.max(fen, -(net[student] ?? 0));
      net[student] = (net[student] ?? 0) + amountFen;
      return { uscc: USCC, subject: `p${student}`, earned: FIRST, amountFen };
    });
    const published = addDays(firstDay(addMonths(period, 1)), 4);
    office.publish(period, bookings, "closer", published);
    const own = office.lines.filter(({ bookedPeriod }) => bookedPeriod === period);
    for (const which of objectTo) if (own[which]) office.object(period, [own[which].lineId]);
    const decide = () => {
      for (const { which, decision } of rulings) {
        const open = office.objections.filter(({ status }) => status === "open");
        if (open[which]) office.decide(open[which].id, decision);
      }
    };
    if (before) decide();
    pay(office, period, published);
    if (!before) decide();
    period = addMonths(period, 1);
  }
  return period;
}

/** Every payment brings what is gone to exactly what is free; without one, nothing free was left to pay. */
function pay(office: Office, period: Period, published: string): void {
  office.approve(period, "approver", addDays(published, 20));
  const paid = office.instruct(period).get(USCC) ?? 0;
  const [gone, free] = [office.goneFen(USCC), freeFen(office)];
  if (paid > 0) expect(gone).toBe(free);
  else expect(gone).toBeGreaterThanOrEqual(free);
}

describe("with any sequence of corrections, objections, decisions and payments", () => {
  it("nothing is paid twice, nothing held is paid, and everything dismissed is paid in the end", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const office = new Office();
        const last = play(office, list);
        for (const { id, status } of office.objections) if (status === "open") office.decide(id, "dismiss");
        const upheld = office.objections.some(({ status }) => status === "upheld");
        const gone = office.goneFen(USCC);
        office.publish(last, [], "closer", addDays(firstDay(addMonths(last, 1)), 4));
        pay(office, last, addDays(firstDay(addMonths(last, 1)), 4));
        const settled = office.settledFen(USCC, last);
        if (!upheld) expect(office.goneFen(USCC)).toBe(Math.max(gone, settled));
        expect(office.goneFen(USCC)).toBe(Math.max(gone, freeFen(office)));
      }),
      { numRuns: 400 },
    );
  });
});
