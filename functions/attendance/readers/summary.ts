import type { GridRow } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { bareHeading, columnsOf, IDENTIFYING } from "./headers.ts";

/** A sheet that holds no days, and the sheet or export that would. */
export interface Summary {
  found: string;
  expected: string;
}

/** Sheets of a fingerprint clock that say again, in other forms, what its 刷卡记录 says. */
const CLOCK_TITLES = /^(?:考勤汇总表|排班信息表?|异常(?:统计|记录|考勤)表?|考勤卡表|考勤记录汇总表)/;
/** Who is to work when says nothing about who did. */
const PLAN = /排班(?:表|信息)|轮班表|值班表|班次安排/;

const CLOCK = "刷卡记录";
const DINGTALK = "钉钉 每日统计 / 原始记录";
const WECOM = "企业微信 日报";
const ANY = "每日明细";
const TOTALS =
  /^(?:应|实|实际|标准|本月|累计)?出勤天数|^(?:应|实)出勤|^(?:实际|总|合计)?工作?时数$|^(?:迟到|早退|旷工|缺勤|请假|事假|病假|缺卡|加班)(?:天数|次数|时数|小时数)?$|^(?:上班|下班)?缺卡次数$|^(?:总|月|合计)工时/;

/** The title of a sheet that says again what another one of its workbook says, or who is to work; not who did. */
export const titleOfCopy = (head: readonly GridRow[]): string | undefined =>
  head
    .slice(0, 3)
    .flatMap(({ values }) => values.map((value) => plain(value).replace(/\s+/g, "")))
    .find((text) => CLOCK_TITLES.test(text) || PLAN.test(text));

/** Recognises sheets that only count: 考勤汇总表 with `16/2`, totals of a chat tool, a roster of shifts. */
export function summaryIn(head: readonly GridRow[]): Summary | null {
  const title = titleOfCopy(head);
  if (title) return { found: title.slice(0, 20), expected: CLOCK_TITLES.test(title) ? CLOCK : ANY };
  for (const { values } of head) {
    const columns = columnsOf(values);
    if (!IDENTIFYING.some((field) => columns.has(field))) continue;
    const headings = values.map(bareHeading);
    const totals = headings.filter((heading) => TOTALS.test(heading));
    if (totals.length > 0) return { found: totals.slice(0, 3).join(", "), expected: sourceOf(headings) };
  }
  return null;
}

function sourceOf(headings: readonly string[]): string {
  if (headings.includes("UserId") || headings.includes("考勤组")) return DINGTALK;
  if (headings.includes("账号") || headings.includes("所属规则")) return WECOM;
  return headings.some((heading) => heading.includes("标准/实际")) ? CLOCK : ANY;
}
