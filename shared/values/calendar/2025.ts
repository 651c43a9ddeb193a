import type { CalendarYear } from "./year.ts";

/**
 * 2025, after 国办发明电〔2024〕12号. Statutory holidays: thirteen days, by the decree as amended on 2024-11-10.
 * Dates compared with the data of the npm package chinese-days 1.5.7 (MIT).
 */
export const year2025: CalendarYear = {
  year: 2025,
  notice: {
    documentNo: "国办发明电〔2024〕12号",
    date: "2024-11-12",
    title: "国务院办公厅关于2025年部分节假日安排的通知",
  },
  statutoryHolidays: [
    "2025-01-01",
    "2025-01-28",
    "2025-01-29",
    "2025-01-30",
    "2025-01-31",
    "2025-04-04",
    "2025-05-01",
    "2025-05-02",
    "2025-05-31",
    "2025-10-01",
    "2025-10-02",
    "2025-10-03",
    "2025-10-06",
  ],
  shiftedRestDays: ["2025-02-03", "2025-02-04", "2025-05-05", "2025-06-02", "2025-10-07", "2025-10-08"],
  makeUpWorkdays: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
};
