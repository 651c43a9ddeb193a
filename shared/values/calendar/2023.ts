import type { CalendarYear } from "./year.ts";

/**
 * 2023, after 国办发明电〔2022〕16号. Statutory holidays: eleven days, by the decree as amended in 2013.
 * Dates compared with the data of the npm package chinese-days 1.5.7 (MIT).
 */
export const year2023: CalendarYear = {
  year: 2023,
  notice: {
    documentNo: "国办发明电〔2022〕16号",
    date: "2022-12-08",
    title: "国务院办公厅关于2023年部分节假日安排的通知",
  },
  statutoryHolidays: [
    "2023-01-01",
    "2023-01-22",
    "2023-01-23",
    "2023-01-24",
    "2023-04-05",
    "2023-05-01",
    "2023-06-22",
    "2023-09-29",
    "2023-10-01",
    "2023-10-02",
    "2023-10-03",
  ],
  shiftedRestDays: [
    "2023-01-02",
    "2023-01-25",
    "2023-01-26",
    "2023-01-27",
    "2023-05-02",
    "2023-05-03",
    "2023-06-23",
    "2023-10-04",
    "2023-10-05",
    "2023-10-06",
  ],
  makeUpWorkdays: [
    "2023-01-28",
    "2023-01-29",
    "2023-04-23",
    "2023-05-06",
    "2023-06-25",
    "2023-10-07",
    "2023-10-08",
  ],
};
