import type { CalendarYear } from "./year.ts";

/**
 * 2024, after 国办发明电〔2023〕7号. Statutory holidays: eleven days, by the decree as amended in 2013.
 * Dates compared with the data of the npm package chinese-days 1.5.7 (MIT).
 */
export const year2024: CalendarYear = {
  year: 2024,
  notice: {
    documentNo: "国办发明电〔2023〕7号",
    date: "2023-10-25",
    title: "国务院办公厅关于2024年部分节假日安排的通知",
  },
  statutoryHolidays: [
    "2024-01-01",
    "2024-02-10",
    "2024-02-11",
    "2024-02-12",
    "2024-04-04",
    "2024-05-01",
    "2024-06-10",
    "2024-09-17",
    "2024-10-01",
    "2024-10-02",
    "2024-10-03",
  ],
  shiftedRestDays: [
    "2024-02-13",
    "2024-02-14",
    "2024-02-15",
    "2024-02-16",
    "2024-04-05",
    "2024-05-02",
    "2024-05-03",
    "2024-09-16",
    "2024-10-04",
    "2024-10-07",
  ],
  makeUpWorkdays: [
    "2024-02-04",
    "2024-02-18",
    "2024-04-07",
    "2024-04-28",
    "2024-05-11",
    "2024-09-14",
    "2024-09-29",
    "2024-10-12",
  ],
};
