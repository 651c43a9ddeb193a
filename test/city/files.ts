import { DAYS, PERIOD } from "./days.ts";
import { DINGTALK_FIRST_ROW, dingtalkXlsx, type MonthRow, monthRows } from "./files/dingtalk.ts";
import { type Line, linesOf, type RefusalCode } from "./files/line.ts";
import { gb18030Csv, LONG_FIRST_ROW, templateXlsx, utf8Csv } from "./files/long.ts";
import { withMistakes } from "./files/mistakes.ts";
import { WECOM_FIRST_ROW, wecomXlsx } from "./files/wecom.ts";
import { type City, type Enterprise, type Placement, placementsOf, type Shape } from "./model.ts";
import { dice } from "./prng.ts";
import { type Truth, type TruthDay, truth } from "./truth.ts";

export type { RefusalCode } from "./files/line.ts";

/** A row that must be refused: its number as a spreadsheet shows it, and the cell's column where only a cell is wrong. */
export type Refusal = { row: number; column?: number; code: RefusalCode };

/** An attendance file as a firm uploads it. Files of one firm come in the order in which it sends them. */
export type CityFile = {
  uscc: string;
  period: string;
  filename: string;
  shape: Shape;
  /** 1 for the firm's first file of the month, 2 for the one it sends afterwards. */
  upload: 1 | 2;
  mode: "merge" | "replace-month";
  bytes: Uint8Array;
  /** `total` counts the rows with data: no headings and no totals row. */
  rows: { total: number; refused: Refusal[] };
  /** What the file says of each student it names, refused rows left out. Days of rest need not stand in it. */
  says: Truth;
};

type Plan = Omit<CityFile, "bytes"> & { write: () => Uint8Array | Promise<Uint8Array> };

/**
 * The attendance files of June 2026, in the order of their upload.
 * @param placementNos the product's placement numbers by placement key; the template carries them when given
 */
export async function filesFor(city: City, placementNos?: ReadonlyMap<string, string>): Promise<CityFile[]> {
  const days = truth(city);
  const files: CityFile[] = [];
  for (const enterprise of city.enterprises) {
    const placements = placementsOf(city, enterprise.uscc);
    for (const { write, ...plan } of plansFor(city, enterprise, placements, days, placementNos)) {
      const first = files.at(-1);
      const again = plan.upload === 2 && enterprise.afterFirstFile === "sent-again" && first;
      files.push({ ...plan, bytes: again ? first.bytes : await write() });
    }
  }
  return files.sort((a, b) => a.upload - b.upload);
}

function plansFor(
  city: City,
  enterprise: Enterprise,
  placements: Placement[],
  days: Truth,
  placementNos?: ReadonlyMap<string, string>,
): Plan[] {
  const { afterFirstFile } = enterprise;
  if (enterprise.shape === "dingtalk-month") {
    return [monthPlan(enterprise, placements, days, monthRows(enterprise, placements, days, city.seed))];
  }
  const wronged = afterFirstFile.startsWith("corrected") ? firstSteady(placements) : [];
  const said = new Map(days);
  for (const { key } of wronged) said.set(key, withoutEightDays(days.get(key) ?? []));
  const lines = written(enterprise, linesOf(placements, said, placementNos));
  const roll = dice(city.seed, `mistakes of ${enterprise.uscc}`);
  const first = linePlan(enterprise, placements, said, withMistakes(lines, enterprise, placements, roll), 1);
  if (afterFirstFile === "nothing") return [first];
  if (afterFirstFile === "sent-again") return [first, { ...first, upload: 2 }];
  const renewed = afterFirstFile === "corrected-whole" ? placements : wronged;
  const second = written(enterprise, linesOf(renewed, days, placementNos));
  return [first, linePlan(enterprise, renewed, days, second, 2)];
}

/** Who is wronged by a first file that a second one corrects. */
function firstSteady(placements: Placement[]): Placement[] {
  const steady = placements.filter(
    ({ habit, start, end }) => habit === "steady" && start <= "2026-06-01" && end > "2026-06-30",
  );
  return steady.slice(0, 10);
}

/** Eight days of presence turned into absence: enough to fall under fifteen days. */
function withoutEightDays(days: readonly TruthDay[]): TruthDay[] {
  let left = 8;
  return days.map((day) => {
    if (day.minutes === 0 || left-- <= 0) return day;
    return { date: day.date, status: "缺勤", basis: day.basis, minutes: 0 };
  });
}

/** What the kind of file writes down at all, in its order. */
function written({ shape }: Enterprise, lines: Line[]): Line[] {
  if (shape === "gb18030-csv" || shape === "utf8-csv")
    return lines.filter(({ day }) => day.status !== "休息");
  return lines;
}

function linePlan(
  enterprise: Enterprise,
  placements: Placement[],
  says: Truth,
  lines: Line[],
  upload: 1 | 2,
): Plan {
  const firstRow = enterprise.shape === "wecom-daily" ? WECOM_FIRST_ROW : LONG_FIRST_ROW;
  const refused = lines.flatMap(({ refuse }, i) => (refuse ? [{ row: firstRow + i, code: refuse }] : []));
  const whole = upload === 2 && enterprise.afterFirstFile === "corrected-whole";
  return {
    ...common(enterprise, upload),
    mode: whole ? "replace-month" : "merge",
    rows: { total: lines.length, refused },
    says: only(says, placements),
    write: () => WRITERS[enterprise.shape](enterprise, lines),
  };
}

function monthPlan(enterprise: Enterprise, placements: Placement[], days: Truth, rows: MonthRow[]): Plan {
  const refused = rows.flatMap(({ refuse, refusedDays }, i): Refusal[] => {
    const row = DINGTALK_FIRST_ROW + i;
    if (refuse) return [{ row, code: refuse }];
    return (refusedDays ?? []).map(({ date, code }) => ({
      row,
      column: FIRST_DAY_COLUMN + DAYS.indexOf(date),
      code,
    }));
  });
  return {
    ...common(enterprise, 1),
    mode: "merge",
    rows: { total: rows.length, refused },
    says: only(days, placements),
    write: () => dingtalkXlsx(rows),
  };
}

/** 1 June stands in the fifteenth column of the 月度汇总. */
const FIRST_DAY_COLUMN = 15;

const only = (days: Truth, placements: Placement[]): Truth =>
  new Map(placements.flatMap(({ key }) => (days.has(key) ? [[key, days.get(key) ?? []] as const] : [])));

const common = ({ uscc, shape, name }: Enterprise, upload: 1 | 2) => ({
  uscc,
  period: PERIOD,
  filename: filename(shape, name, upload),
  shape,
  upload,
});

function filename(shape: Shape, name: string, upload: 1 | 2): string {
  const suffix = upload === 2 ? "(1)" : "";
  if (shape === "wecom-daily") return `上下班打卡_日报_20260601-20260630${suffix}.xlsx`;
  if (shape === "dingtalk-month") return `${name}_月度汇总_20260601-20260630.xlsx`;
  if (shape === "template-xlsx") return `实习考勤_2026-06${suffix}.xlsx`;
  return `${name}6月实习考勤${suffix}.csv`;
}

const WRITERS = {
  "template-xlsx": templateXlsx,
  "wecom-daily": wecomXlsx,
  "gb18030-csv": gb18030Csv,
  "utf8-csv": utf8Csv,
  "dingtalk-month": () => Promise.reject(new TypeError("A monthly sheet has no lines")),
};
