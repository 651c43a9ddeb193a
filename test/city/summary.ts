import { yuan } from "../../shared/values/money.ts";
import type { Client } from "./client.ts";
import type { Difference } from "./compare.ts";
import type { City } from "./model.ts";
import { PERIOD } from "./month.ts";
import { expected } from "./oracle.ts";
import { GROUPS } from "./units.ts";

interface Overview {
  status: string;
  enterprises: { registered: number; review: number };
  placements: number;
  uploads: { total: number };
  rows: { total: number; rejected: number };
  studentMonths: number;
  accruedFen: number;
  settledFen: number;
  paidFen: number;
  returnedFen: number;
}

interface Place {
  group: string;
  rank: number;
  name: string;
  total: number;
}

/** The month as a finance clerk reads it, and where to look next. */
export async function summary(
  client: Client,
  city: City,
  differences: readonly Difference[],
): Promise<string> {
  const { body: month } = await client.call<Overview>(null, "GET", `/v1/overview?period=${PERIOD}`);
  const places = await client.list<Place>(null, `/v1/rankings/${PERIOD}`);
  const figures: [string, string][] = [
    [
      "企业 Enterprises",
      `${month.enterprises.registered}（另 ${month.enterprises.review} 家待核验 in review）`,
    ],
    ["安置 Placements", String(month.placements)],
    [
      "文件 Files",
      `${month.uploads.total}；行 rows ${month.rows.total}，拒收 refused ${month.rows.rejected}`,
    ],
    ["学生月 Student-months", String(month.studentMonths)],
    ["应付 Owed", `${yuan(month.accruedFen)} 元`],
    ["结算 Settled", `${yuan(month.settledFen)} 元`],
    ["已付 Paid", `${yuan(month.paidFen)} 元`],
    ["退回 Returned by the bank", `${yuan(month.returnedFen)} 元（结转 carried）`],
    ["状态 Status", month.status],
  ];
  return [
    "",
    `  ${PERIOD} 产教融合实习补贴 · Internship subsidy`,
    ...figures.map(([name, value]) => `    ${pad(name, 28)}${value}`),
    ...Object.values(GROUPS).flatMap((group) =>
      ranking(
        places.filter((place) => place.group === group),
        group,
      ),
    ),
    "",
    differences.length === 0
      ? `  ✓ 独立核算 ${yuan(expected(city).totalFen)} 元，分毫不差 The oracle agrees to the fen`
      : `  ✗ 与独立核算不一致 The oracle disagrees in ${differences.length} figures:`,
    ...differences.slice(0, 20).map(({ where, books, oracle }) => `      ${where}: ${books} ≠ ${oracle}`),
    "",
  ].join("\n");
}

function ranking(places: readonly Place[], group: string): string[] {
  if (places.length === 0) return [];
  const line = ({ rank, name, total }: Place) => `      ${rank}. ${pad(name, 24)}${total.toFixed(2)}`;
  const ends = places.length > 6 ? [...places.slice(0, 3), ...places.slice(-3)] : places;
  return ["", `    排名 Ranking · ${group}`, ...ends.map(line)];
}

/** Pads by columns on a terminal, where a Chinese character takes two. */
function pad(text: string, width: number): string {
  const columns = [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
  return text + " ".repeat(Math.max(1, width - columns));
}
