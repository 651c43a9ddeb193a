import type { Overview, Place, Ranking, Rule } from "../../../functions/portal/client.ts";
import type { MonthView } from "../../../functions/portal/page.tsx";

/** A month as the API tells it, with what a test is about put over it. */
export const overview = (over: Partial<Overview> = {}): Overview => ({
  period: "2026-06",
  status: "closing",
  updatedAt: "2026-07-05T01:30:00Z",
  publicityEnd: null,
  enterprises: { registered: 24, review: 1, pending: 0 },
  placements: 1203,
  uploads: { total: 31, processed: 30, rejected: 1 },
  rows: { total: 25_263, accepted: 24_811, rejected: 452 },
  studentMonths: 1187,
  accruedFen: 58_435_714,
  settledFen: 0,
  paidFen: 0,
  returnedFen: 0,
  steps: [
    { code: "upload", zh: "上传", en: "Files read", done: 30, total: 31 },
    { code: "return", zh: "回盘", en: "Returned by the bank", done: 0, total: 0 },
  ],
  ...over,
});

export const place = (over: Partial<Place> = {}): Place => ({
  group: "县（市、区）",
  rank: 1,
  unitId: "411202",
  name: "湖滨区",
  total: 86.25,
  grade: "良",
  vetoed: false,
  previous: null,
  ...over,
});

export const ranking = (items: Place[]): Ranking => ({
  period: "2026-06",
  revision: 1,
  publishedAt: "2026-07-16T02:00:00Z",
  items,
});

export const month = (over: Partial<MonthView> = {}): MonthView => ({
  overview: overview(),
  ranking: null,
  visitor: null,
  currentPeriod: "2026-07",
  paused: false,
  ...over,
});

export const rule = (over: Partial<Rule> = {}): Rule => ({
  code: "bad-date",
  layer: "row",
  severity: "reject",
  source: "考勤文件模板说明",
  title: { zh: "日期无效", en: "Not a date" },
  help: { zh: "请检查大小月。", en: "Look for a 31st." },
  ...over,
});
