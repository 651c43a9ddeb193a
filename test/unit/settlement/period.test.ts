import { describe, expect, it } from "vitest";
import {
  approve,
  beginClose,
  hasReached,
  instruct,
  openPeriod,
  PERIOD_STATUSES,
  type PeriodStatus,
  publish,
  type SettlementPeriod,
  settle,
} from "../../../functions/settlement/month/period.ts";

const at = new Date("2026-07-15T02:00:00Z");
const totals = { enterprises: 2, lines: 3, amountFen: 107142 };
const month = (status: PeriodStatus, facts: Partial<SettlementPeriod> = {}): SettlementPeriod => ({
  ...openPeriod("2026-06"),
  status,
  closedBy: "finance-1",
  publicityEnd: "2026-07-10",
  version: 4,
  ...facts,
});
const codeOf = (work: () => unknown) => {
  try {
    work();
    return "allowed";
  } catch (cause) {
    const { status, code } = (cause as { facts: { status: number; code: string } }).facts;
    return `${status} ${code}`;
  }
};

describe("a month of settlement", () => {
  it("goes its whole way, and keeps who took each step and when", () => {
    const closing = beginClose(openPeriod("2026-06"), "finance-1", at, "2026-07-01", null);
    const published = publish(closing, totals, "2026-07-10", at);
    const approved = approve(published, "finance-2", at, "2026-07-11", null);
    const settled = settle(instruct(approved, "finance-1", at), at);
    expect([closing, published, approved, settled].map(({ status }) => status)).toEqual([
      "closing",
      "published",
      "approved",
      "settled",
    ]);
    const time = at.toISOString();
    expect(settled).toMatchObject({
      period: "2026-06",
      status: "settled",
      runId: "close-2026-06-1",
      ...{ closedBy: "finance-1", approvedBy: "finance-2", instructedBy: "finance-1" },
      ...{ closedAt: time, publishedAt: time, approvedAt: time, instructedAt: time, settledAt: time },
      publicityEnd: "2026-07-10",
      totals,
      version: 5,
    });
  });

  it("changes in a copy", () => {
    const open = openPeriod("2026-06");
    beginClose(open, "finance-1", at, "2026-07-01", null);
    expect(open).toEqual(openPeriod("2026-06"));
  });

  it("knows how far it has come", () => {
    for (const [have, status] of PERIOD_STATUSES.entries())
      for (const [want, step] of PERIOD_STATUSES.entries())
        expect(hasReached(month(status), step)).toBe(have >= want);
  });
});

describe("closing", () => {
  it.each([
    ["2026-06-15", null, "409 period-not-over"],
    ["2026-06-30", null, "409 period-not-over"],
    ["2026-07-01", null, "allowed"],
    ["2027-01-01", null, "allowed"],
    ["2026-07-01", "2026-05", "409 earlier-month-open"],
    ["2026-06-30", "2026-05", "409 period-not-over"],
  ])("on %s, with %s open: %s", (today, unclosed, outcome) => {
    expect(codeOf(() => beginClose(openPeriod("2026-06"), "finance-1", at, today, unclosed))).toBe(outcome);
  });
});

describe("approving", () => {
  it.each(PERIOD_STATUSES)("a month that is %s", (status) => {
    const outcome = codeOf(() => approve(month(status), "finance-2", at, "2026-07-11", null));
    expect(outcome).toBe(status === "published" ? "allowed" : "409 wrong-status");
  });

  it.each([
    ["finance-2", "2026-07-10", "409 publicity-running"],
    ["finance-2", "2026-07-11", "allowed"],
    ["finance-1", "2026-07-11", "403 same-person"],
    ["finance-1", "2026-07-10", "403 same-person"],
  ])("by %s on %s: %s", (by, today, outcome) => {
    expect(codeOf(() => approve(month("published"), by, at, today, null))).toBe(outcome);
  });

  it("waits for the months before", () => {
    const outcome = codeOf(() => approve(month("published"), "finance-2", at, "2026-07-11", "2026-05"));
    expect(outcome).toBe("409 earlier-month-open");
  });

  it("says until when the month is public", () => {
    expect(() => approve(month("published"), "finance-2", at, "2026-07-10", null)).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ extra: { publicityEnd: "2026-07-10" } }) }),
    );
  });

  it("needs nobody else after the schedule closed the month", () => {
    const closed = month("published", { closedBy: "system:close" });
    expect(codeOf(() => approve(closed, "finance-1", at, "2026-07-11", null))).toBe("allowed");
  });
});

describe("instructing", () => {
  it.each(PERIOD_STATUSES)("a month that is %s", (status) => {
    const outcome = codeOf(() => instruct(month(status), "finance-1", at));
    expect(outcome).toBe(status === "approved" ? "allowed" : "409 wrong-status");
  });
});
