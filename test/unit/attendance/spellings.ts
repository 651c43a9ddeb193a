import { weekday } from "../../../shared/values/period.ts";

const NUMERALS = "〇一二三四五六七八九";
const inChinese = (number: number): string => {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const ten = tens === 0 ? "" : tens === 1 ? "十" : `${NUMERALS[tens]}十`;
  return ten + (ones === 0 ? "" : NUMERALS[ones]);
};
const serial = (date: string): number => Date.parse(date) / 86_400_000 + 25_569;
export const fullWidth = (text: string): string =>
  text.replace(/[\d/-]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

export type Spelling = (year: string, month: number, day: number, date: string) => string;
export const two = (number: number): string => String(number).padStart(2, "0");

export const WITH_YEAR: Spelling[] = [
  (_, __, ___, date) => date,
  (y, m, d) => `${y}/${m}/${d}`,
  (y, m, d) => `${y}.${m}.${d}`,
  (y, m, d) => `${y}年${m}月${d}日`,
  (y, m, d) => `${y} 年 ${two(m)} 月 ${two(d)} 日`,
  (y, m, d) => `${y}${two(m)}${two(d)}`,
  (y, m, d) => `${y.slice(2)}-${two(m)}-${two(d)}`,
  (y, m, d) => `${y.slice(2)}/${m}/${d}`,
  (y, m, d) =>
    `${[...y].map((digit) => NUMERALS[Number(digit)]).join("")}年${inChinese(m)}月${inChinese(d)}日`,
  (_, __, ___, date) => `${date}T00:00:00`,
  (_, __, ___, date) => `${date} 00:00`,
  (_, __, ___, date) => `${date} 星期${"一二三四五六日"[weekday(date) - 1]}`,
  (y, m, d, date) => `${y}/${m}/${d}(周${"一二三四五六日"[weekday(date) - 1]})`,
  (_, __, ___, date) => String(serial(date)),
  (_, __, ___, date) => `${serial(date)}.0`,
];
export const WITHOUT_YEAR: Spelling[] = [
  (_, m, d) => `${m}月${d}日`,
  (_, m, d) => `${m}/${d}`,
  (_, m, d) => `${two(m)}-${two(d)}`,
  (_, m, d) => `${two(m)}.${two(d)}`,
  (_, m, d) => `${inChinese(m)}月${inChinese(d)}日`,
  (_, __, d) => `${d}日`,
];
export const spelt = (spelling: Spelling, date: string): string =>
  spelling(date.slice(0, 4), Number(date.slice(5, 7)), Number(date.slice(8)), date);
