import { type Fen, yuan } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Objection, Overview } from "./client.ts";

/** A text in both languages, which stand side by side on every page. */
export interface Words {
  zh: string;
  en: string;
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

/** `2026-06` → 2026年6月, June 2026. */
export function monthName(period: Period): Words {
  const [year, month] = [period.slice(0, 4), Number(period.slice(5))];
  return { zh: `${year}年${month}月`, en: `${MONTHS[month - 1]} ${year}` };
}

/** `1234567` → `1,234,567`. */
export const grouped = (number: number): string => number.toLocaleString("en-US");

/** Fen as yuan with thousands apart: `123456789` → `1,234,567.89`. */
export function money(fen: Fen): string {
  const [whole = "0", cents = "00"] = yuan(fen).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}

export const STATUS_WORDS: Record<Overview["status"], Words> = {
  open: { zh: "填报中", en: "Open" },
  closing: { zh: "月结中", en: "Closing" },
  published: { zh: "公示中", en: "On publicity" },
  approved: { zh: "已批准", en: "Approved" },
  instructed: { zh: "已拨付指令", en: "Payment instructed" },
  settled: { zh: "已办结", en: "Settled" },
};

export const OBJECTION_WORDS: Record<Objection["status"], Words> = {
  open: { zh: "待处理", en: "Open" },
  upheld: { zh: "成立", en: "Upheld" },
  dismissed: { zh: "驳回", en: "Dismissed" },
};

/** A score has at most two decimals: `87.5` → `87.50`. */
export const scoreText = (score: number): string => score.toFixed(2);

/** `2026-07-05T09:30:00+08:00` → `2026-07-05 09:30` on the city's own clock. */
export function clockText(instant: string): string {
  const shanghai = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${shanghai.slice(0, 10)} ${shanghai.slice(11, 16)}`;
}
