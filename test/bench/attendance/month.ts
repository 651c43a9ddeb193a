import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type CellValue, writeXlsxStream } from "hucre/xlsx";
import { citizenIdWithCheckDigit } from "../../../shared/values/identifiers.ts";
import { daysOf, weekday } from "../../../shared/values/period.ts";

/** A month of 22 working days without a holiday. */
export const PERIOD = "2026-03";
/** When the stage begins: in time for the month. */
export const NOW = "2026-04-02T09:00:00+08:00";

const WORKING_DAYS = daysOf(PERIOD).filter((date) => weekday(date) <= 5);
export const DAYS = WORKING_DAYS.length;
export const HEADINGS = [
  "工号",
  "姓名",
  "部门",
  "日期",
  "上班时间",
  "下班时间",
  "工时",
  "状态",
  "班次",
  "备注",
];
/** One row in so many is about somebody whom nobody has placed, as happens in real files: the report has work to do. */
const ONE_MISTAKE_IN = 200;

export interface Student {
  employeeNo: string;
  name: string;
  idNumber: string;
}

export const studentsFor = (rows: number): number => Math.ceil(rows / DAYS);

/** @param first tells the students of one enterprise from those of another */
export function student(index: number, first: number): Student {
  const number = first + index;
  const born = `200${8 + (number % 2)}${two(1 + (Math.floor(number / 2_000) % 12))}${two(1 + (Math.floor(number / 24_000) % 28))}`;
  return {
    employeeNo: `E${String(index).padStart(6, "0")}`,
    name: `${SURNAMES[index % SURNAMES.length]}${GIVEN[Math.floor(index / SURNAMES.length) % GIVEN.length]}${GIVEN[Math.floor(index / 97) % GIVEN.length]}`,
    idNumber: citizenIdWithCheckDigit(
      `411202${born}${String(Math.floor(number / 2) % 1_000).padStart(3, "0")}`,
    ),
  };
}

/** The month as a clock would export it: a row a student-day, students one after another. */
export function* monthRows(rows: number): Generator<CellValue[]> {
  for (let row = 0; row < rows; row++) {
    const index = Math.floor(row / DAYS);
    const { employeeNo, name } = student(index, 0);
    const date = new Date(`${WORKING_DAYS[row % DAYS]}T00:00:00Z`);
    const unknown = row % ONE_MISTAKE_IN === ONE_MISTAKE_IN - 1;
    const late = row % 50 === 7;
    yield [
      unknown ? `X${employeeNo}` : employeeNo,
      name,
      DEPARTMENTS[index % DEPARTMENTS.length] as string,
      date,
      late ? "08:47" : `08:${two(row % 30)}`,
      `17:${two(30 + (row % 30))}`,
      late ? 7.5 : 8,
      late ? "迟到" : "出勤",
      "白班",
      row % 11 === 0 ? "产线调试" : "",
    ];
  }
}

/** Writes the month as an .xlsx with shared texts and dates by style, as spreadsheet programs do. In bytes. */
export async function writeXlsxMonth(file: string, rows: number): Promise<number> {
  const columns = HEADINGS.map((header) => ({
    header,
    ...(header === "日期" ? { numFmt: "yyyy-mm-dd" } : {}),
  }));
  const bytes = writeXlsxStream(monthRows(rows), { name: "考勤", columns, inlineStrings: false });
  await pipeline(Readable.fromWeb(bytes as never), createWriteStream(file));
  return (await stat(file)).size;
}

/** Writes the month as a CSV in UTF-8. In bytes. */
export async function writeCsvMonth(file: string, rows: number): Promise<number> {
  function* lines() {
    yield `\uFEFF${HEADINGS.join(",")}\r\n`;
    for (const values of monthRows(rows)) yield `${values.map(csvValue).join(",")}\r\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return (await stat(file)).size;
}

const csvValue = (value: CellValue): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value);

const two = (value: number): string => String(value).padStart(2, "0");
const SURNAMES = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"];
const GIVEN = [..."伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚英华玉萍红飞鹏辉玲桂浩"];
const DEPARTMENTS = ["装配一车间", "装配二车间", "注塑车间", "质检部", "仓储物流"];
