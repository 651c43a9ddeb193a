import { inChineseCapitals } from "../../../shared/values/money.ts";
import { shanghaiDate, shanghaiTime } from "../../../shared/values/period.ts";
import type { CellStyleName, WriterCell, WriterRow } from "../../../shared/xlsx/workbook.ts";
import { type About, documentNoOf } from "./about.ts";
import { SUMMED } from "./columns.ts";
import {
  cellsIn,
  heading,
  SHEETS,
  SUMS_TITLES,
  sumOver,
  sumsCells,
  sumsFormulas,
  TOTAL,
} from "./formulas.ts";
import { NONE } from "./paper-line.ts";
import type { Sums, Tally } from "./tally.ts";

/** What somebody who was not there has to know to check the settlement. */
export function notesRows(tally: Tally, about: About): WriterRow[] {
  return [
    { cells: [{ value: `${about.month.period} 补贴结算说明 Notes on the settlement`, style: "title" }] },
    ...facts(about),
    EMPTY,
    ...EXPLANATIONS.map(([zh, en]): WriterRow => ({ cells: [zh, en] })),
    EMPTY,
    ...policies(tally, about),
    EMPTY,
    ...earnedMonths(tally, about),
    EMPTY,
    ...control(tally),
  ];
}

const EMPTY: WriterRow = { cells: [] };

const facts = ({ month, fingerprint, drawnAt }: About): WriterRow[] =>
  (
    [
      ["结算月（入账月） Month booked", month.period],
      ["月结人 Closed by", month.closedBy ?? NONE],
      ["公示起 Publicity from", month.publishedAt ? shanghaiDate(new Date(month.publishedAt)) : NONE],
      ["公示止 Publicity until", month.publicityEnd ?? NONE],
      ["企业日记账指纹 Fingerprint of the journals", fingerprint],
      ["生成时间 Drawn at", shanghaiTime(drawnAt)],
    ] as const
  ).map(([label, value]) => ({ cells: [styled(label, "heading"), value] }));

const EXPLANATIONS: readonly [zh: string, en: string][] = [
  [
    "所属月是挣得补贴的月份，入账月是写入结算的月份。所属月早于入账月的行另列于“调整”。",
    "A line's earned month is when it was earned, its booked month when it is settled; earlier ones are repeated as adjustments.",
  ],
  [
    "每名学生每月按当月有效的政策版本计算一次，四舍五入到分一次，然后相加。",
    "Each student-month is worked out once by the policy version of its month, rounded once to the fen, then summed.",
  ],
  [
    "每行是现应得与账上已记之差；负数为冲回。账只增不改。",
    "A line is what is owed now less what the books already say; a negative one takes back. Books are only added to.",
  ],
  [
    "应付是本月新增的应付数，等待是其中受企业上限或年度预算限制而顺延的数，金额是本月可付数。",
    "Owed is what the month adds, waiting what of it a cap or a budget has no room for yet, the amount what the month pays.",
  ],
  [
    "指纹由各企业日记账的哈希按信用代码顺序计算，可与存证逐户核对。",
    "The fingerprint is taken of all enterprises' journal hashes in the order of their codes; the evidence holds each journal.",
  ],
];

function policies(tally: Tally, about: About): WriterRow[] {
  const rows = tally.policies.map(({ scheme, version, ...sums }): WriterRow => {
    const documentNo = documentNoOf(about, { scheme, version });
    const shown = documentNo.includes("待确认") ? styled(documentNo, "warned") : documentNo;
    return { cells: [scheme, version ?? NONE, shown, ...sumsCells(sums)] };
  });
  return [heading(["政策方案 Policy", "版本 Version", "文号 Document", ...SUMS_TITLES]), ...rows];
}

function earnedMonths(tally: Tally, { month }: About): WriterRow[] {
  const rows = tally.earned.map(
    ({ earnedPeriod, ...sums }): WriterRow => ({
      cells: [earnedPeriod, month.period, null, ...sumsCells(sums)],
    }),
  );
  return [heading(["所属月 Earned", "入账月 Booked", "", ...SUMS_TITLES]), ...rows];
}

/** The same total by two ways, and what is between them: nothing. */
function control({ enterprises, total }: Tally): WriterRow[] {
  const overLines = (at: number): string => {
    const cells = cellsIn(SUMMED[at] ?? 0, total.lines, SHEETS.lines);
    return at === 0 ? `COUNTA(${cells})` : `SUM(${cells})`;
  };
  const overSummary = (at: number): string => sumOver(at + 2, enterprises.length, SHEETS.summary);
  return [
    heading(["核对 Control", "", "", ...SUMS_TITLES]),
    { cells: ["明细合计 Sum of lines", null, null, ...sumsFormulas(total, overLines)] },
    { cells: ["汇总合计 Sum of the summary", null, null, ...sumsFormulas(total, overSummary)] },
    {
      cells: [
        "差额 Difference",
        null,
        null,
        ...sumsFormulas(NOTHING, (at) => `ROUND(${overLines(at)}-${overSummary(at)},2)`),
      ],
    },
    { cells: [TOTAL, inChineseCapitals(total.payableFen)] },
  ];
}

const NOTHING: Sums = { lines: 0, owedFen: 0, waitingFen: 0, payableFen: 0 };

const styled = (value: string, style: CellStyleName): WriterCell => ({ value, style });
