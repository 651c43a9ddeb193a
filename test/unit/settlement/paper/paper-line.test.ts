import { expect, test } from "vitest";
import type { SettledLine } from "../../../../functions/settlement/booking/settled.ts";
import { PUBLICITY_COLUMNS, textsOf, titles } from "../../../../functions/settlement/paper/columns.ts";
import { isAdjustment, isPublic, paperLine } from "../../../../functions/settlement/paper/paper-line.ts";

const WHO = { uscc: "91411200000000001X", enterprise: "三门峡宏达机械有限公司" };

const settled = (more: Partial<SettledLine> = {}): SettledLine => ({
  lineId: "2026-06-91411200000000001X-00001",
  subjectId: "p1",
  earnedPeriod: "2026-05",
  bookedPeriod: "2026-06",
  placementId: "91411200000000001X-1",
  scheme: "internship",
  days: 21,
  amountFen: -30_000,
  owedFen: -50_000,
  waitingFen: 20_000,
  policyVersion: "2026-01",
  reasons: [
    { code: "one", zh: "一", en: "one" },
    { code: "two", zh: "二", en: "two" },
  ],
  sequence: 1,
  fromN: 1,
  toN: 1,
  ...more,
});

test("a line shows its person masked, its reasons in one text and what it pays", () => {
  const line = paperLine(settled(), WHO, { placementNo: "AZ1", maskedName: "张＊＊", schoolCode: null });
  expect(line).toMatchObject({
    ...WHO,
    placementNo: "AZ1",
    name: "张＊＊",
    reasons: "一；二",
    owedFen: -50_000,
    waitingFen: 20_000,
    payableFen: -30_000,
  });
  expect(isAdjustment(line)).toBe(true);
  expect(isAdjustment({ ...line, earnedPeriod: "2026-06" })).toBe(false);
});

test("the public sees of a line who, where, when and how much, where any money moves", () => {
  const line = paperLine(settled(), WHO, { placementNo: "AZ1", maskedName: "张＊＊", schoolCode: "S1" });
  expect(titles(PUBLICITY_COLUMNS)).toHaveLength(6);
  expect(textsOf(PUBLICITY_COLUMNS, line)).toEqual([
    line.lineId,
    "张＊＊",
    "S1",
    WHO.enterprise,
    line.earnedPeriod,
    "-300.00",
  ]);
  expect(isPublic(line)).toBe(true);
  expect(isPublic({ ...line, payableFen: 0 })).toBe(false);
});

test("a line that is about no placement names nobody", () => {
  expect(paperLine(settled({ placementId: "" }), WHO, undefined)).toMatchObject({
    placementNo: "—",
    name: "—",
  });
  expect(paperLine(settled({ placementId: "AP-1" }), WHO, undefined)).toMatchObject({ placementNo: "AP-1" });
});

test("nothing of the person but the mask gets onto paper", () => {
  expect(JSON.stringify(paperLine(settled({ subjectId: "p-secret" }), WHO, undefined))).not.toContain(
    "p-secret",
  );
});
