import { openPeriod } from "../../../../functions/settlement/month/period.ts";
import type { About } from "../../../../functions/settlement/paper/about.ts";
import type { PaperLine, PaperPart } from "../../../../functions/settlement/paper/paper-line.ts";

/** A line of an enterprise; amounts are unlike, so that a mistaken sum shows. */
export function line(n: number, more: Partial<PaperLine> = {}): PaperLine {
  const owedFen = 50_000 - n * 7;
  return {
    lineId: `2026-06-91411200000000001X-${String(n).padStart(5, "0")}`,
    uscc: "91411200000000001X",
    enterprise: "三门峡宏达机械有限公司",
    placementNo: `AZ00000000${n}`,
    name: "张＊＊",
    schoolCode: "4141010001",
    scheme: "internship",
    earnedPeriod: "2026-06",
    bookedPeriod: "2026-06",
    days: 21,
    owedFen,
    waitingFen: n,
    payableFen: owedFen - n,
    policyVersion: "2026-01",
    reasons: "满15天，全额",
    ...more,
  };
}

export const part = (uscc: string, enterprise: string, lines: readonly PaperLine[]): PaperPart => ({
  uscc,
  enterprise,
  lines: lines.map((one) => ({ ...one, uscc, enterprise })),
});

/** So many enterprises with so many lines each; every seventh line belongs to an earlier month. */
export async function* manyParts(enterprises: number, linesEach: number): AsyncGenerator<PaperPart> {
  for (let e = 0; e < enterprises; e++) {
    const lines = Array.from({ length: linesEach }, (_, i) =>
      line(i + 1, i % 7 === 6 ? { earnedPeriod: "2026-05", owedFen: -33_333, payableFen: -33_333 } : {}),
    );
    yield part(`91411200${String(e).padStart(9, "0")}X`, `三门峡第${e + 1}机械制造有限责任公司`, lines);
  }
}

export const about = (more: Partial<About> = {}): About => ({
  city: "示范市",
  month: {
    ...openPeriod("2026-06"),
    status: "published",
    closedBy: "finance-a",
    closedAt: "2026-07-04T18:00:05.000Z",
    publishedAt: "2026-07-04T18:00:20.000Z",
    publicityEnd: "2026-07-10",
  },
  policies: [{ scheme: "internship", version: "2026-01", documentNo: "待确认" }],
  fingerprint: "0123456789abcdef".repeat(4),
  objections: null,
  drawnAt: new Date("2026-07-04T18:00:21.000Z"),
  ...more,
});
