import { describe, expect, it } from "vitest";
import {
  openPeriod,
  PERIOD_STATUSES,
  type PeriodStatus,
} from "../../../functions/settlement/month/period.ts";
import {
  assertObjectable,
  assertRoom,
  MOST_OPEN,
  type Objection,
  type ObjectionStatus,
  rule,
  standingOf,
} from "../../../functions/settlement/publicity/objection.ts";

const codeOf = (work: () => unknown) => {
  try {
    work();
    return "allowed";
  } catch (cause) {
    const { status, code } = (cause as { facts: { status: number; code: string } }).facts;
    return `${status} ${code}`;
  }
};
const objection = (facts: Partial<Objection> = {}): Objection => ({
  id: "2026-06-01ABC",
  period: "2026-06",
  lineIds: ["2026-06-91411200MA9TE0T007-00001"],
  status: "open",
  text: "sealed text",
  contact: null,
  filedAt: "2026-07-06T01:00:00.000Z",
  reason: null,
  decidedBy: null,
  decidedAt: null,
  version: 1,
  ...facts,
});

describe("an objection", () => {
  it("is taken from publication until the payments are instructed", () => {
    const answers = PERIOD_STATUSES.map((status: PeriodStatus) =>
      codeOf(() => assertObjectable({ ...openPeriod("2026-06"), status })),
    );
    expect(answers).toEqual([
      "409 not-published",
      "409 not-published",
      "allowed",
      "allowed",
      "409 already-instructed",
      "409 already-instructed",
    ]);
  });

  it.each<["uphold" | "dismiss", ObjectionStatus]>([
    ["uphold", "upheld"],
    ["dismiss", "dismissed"],
  ])("is decided once: %s", (decision, status) => {
    const at = new Date("2026-07-08T01:00:00Z");
    const decided = rule(objection(), { decision, reason: "sealed reason" }, "officer-1", at);
    expect(decided).toEqual(
      objection({
        status,
        reason: "sealed reason",
        decidedBy: "officer-1",
        decidedAt: "2026-07-08T01:00:00.000Z",
        version: 2,
      }),
    );
    for (const again of ["uphold", "dismiss"] as const)
      expect(codeOf(() => rule(decided, { decision: again, reason: "" }, "officer-2", at))).toBe(
        "409 already-decided",
      );
  });
});

describe("how a line stands", () => {
  const said = (status: ObjectionStatus, ...lineIds: string[]) => ({ status, lineIds });

  it("is the heaviest of what is said of it, in whatever order it was said", () => {
    const all = [said("dismissed", "a", "b", "c"), said("open", "b", "c"), said("upheld", "c")];
    const expected = [
      ["a", "dismissed"],
      ["b", "open"],
      ["c", "upheld"],
    ];
    for (const order of [all, all.toReversed()])
      expect([...standingOf(order)].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual(expected);
    expect(standingOf([])).toEqual(new Map());
  });
});

describe("a flood", () => {
  const { ofLine, ofMonth } = MOST_OPEN;

  it.each<[string, number, Record<string, number>, string]>([
    ["the last that has room in its month", ofMonth - 1, {}, "allowed"],
    ["one too many in its month", ofMonth, {}, "429 too-many-objections"],
    ["the last that has room at its line", 1, { a: 0, b: ofLine - 1 }, "allowed"],
    ["one too many at one of its lines", 1, { a: 0, b: ofLine }, "429 too-many-objections"],
  ])("meets a limit: %s", (_, month, lines, answer) => {
    expect(codeOf(() => assertRoom(month, new Map(Object.entries(lines))))).toBe(answer);
  });
});
