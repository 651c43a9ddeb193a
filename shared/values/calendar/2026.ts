import type { CalendarYear } from "./year.ts";

/**
 * 2026, after 国办发明电〔2025〕7号. Statutory holidays: thirteen days, by the decree as amended on 2024-11-10.
 * Dates compared with the data of the npm package chinese-days 1.5.7 (MIT).
 */
export const year2026: CalendarYear = {
  year: 2026,
  notice: {
    documentNo: "国办发明电〔2025〕7号",
    date: "2025-11-04",
    title: "国务院办公厅关于2026年部分节假日安排的通知",
  },
  statutoryHolidays: [
    "2026-01-01",
    "2026-02-16",
    "2026-02-17",
    "2026-02-18",
    "2026-02-19",
    "2026-04-05",
    "2026-05-01",
    "2026-05-02",
    "2026-06-19",
    "2026-09-25",
    "2026-10-01",
    "2026-10-02",
    "2026-10-03",
  ],
  shiftedRestDays: [
    "2026-01-02",
    "2026-02-20",
    "2026-02-23",
    "2026-04-06",
    "2026-05-04",
    "2026-05-05",
    "2026-10-05",
    "2026-10-06",
    "2026-10-07",
  ],
  makeUpWorkdays: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
};
