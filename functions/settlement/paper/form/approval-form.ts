import { inChineseCapitals, yuan } from "../../../../shared/values/money.ts";
import { shanghaiDate } from "../../../../shared/values/period.ts";
import { type About, documentNoOf } from "../about.ts";
import { NONE } from "../paper-line.ts";
import type { EnterpriseSums, Sums, Tally } from "../tally.ts";
import { type Cell, Sheet, WIDTH } from "./sheet.ts";

const SMALL = 8;
const PLAIN = 9;

/**
 * 结算审批表: the month's settlement as an office files it, on A4: what is asked for and on what grounds, each
 * enterprise's total, and room for those who sign. It comes piece by piece; the same facts give the same bytes.
 * @param font a TrueType font of Chinese
 */
export function approvalForm(tally: Tally, about: About, font: Uint8Array): AsyncGenerator<Uint8Array> {
  const { city, month, fingerprint, drawnAt } = about;
  const title = `${city}产教融合补贴结算审批表`;
  const sheet = new Sheet(font, { title, author: "Ronghe 融合", drawnAt });
  sheet.line(title, 17, "center");
  sheet.line("Settlement for approval", PLAIN, "center");
  sheet.skip(6);
  sheet.line(`结算月 Month：${monthInWords(month.period)}`, PLAIN);
  sheet.skip(3);
  for (const [label, value] of request(tally, about)) sheet.row(pair(label, value), PLAIN);
  sheet.skip(12);
  table(sheet, tally);
  sheet.skip(12);
  signatures(sheet);
  const mark = fingerprint.slice(0, 16);
  return sheet.finished(
    (page, pages) =>
      `${city} ${month.period} 结算 · 指纹 ${mark} · 第 ${page} 页 共 ${pages} 页 Page ${page}/${pages}`,
  );
}

const LABEL = 118;
const pair = (label: string, value: string): Cell[] => [
  { text: label, width: LABEL, shaded: true },
  { text: value, width: WIDTH - LABEL },
];

/** `2026-06` → `2026年6月` */
const monthInWords = (period: string): string => `${period.slice(0, 4)}年${Number(period.slice(5))}月`;

function request(tally: Tally, about: About): [label: string, value: string][] {
  const { month, fingerprint } = about;
  const { total, enterprises, policies } = tally;
  const grounds = policies.map(
    ({ scheme, version, lines, payableFen }) =>
      `${scheme} ${version ?? NONE}　文号 ${documentNoOf(about, { scheme, version })}　${lines} 行　${figures(payableFen)} 元`,
  );
  return [
    ["企业 Enterprises", `${enterprises.length} 家　${total.lines} 行 lines`],
    ["应付 Owed", `${figures(total.owedFen)} 元`],
    ["等待 Waiting", `${figures(total.waitingFen)} 元`],
    ["本月拨付 Payable", `${figures(total.payableFen)} 元\n${inChineseCapitals(total.payableFen)}`],
    ["依据政策 Policies", grounds.join("\n") || NONE],
    ["公示 Publicity", publicity(about)],
    ["异议 Objections", `${about.objections ?? "　　　"} 件`],
    ["月结 Closed", signed(month.closedBy, month.closedAt)],
    ["批准 Approved", signed(month.approvedBy, month.approvedAt)],
    ["指纹 Fingerprint", fingerprint],
  ];
}

const publicity = ({ month: { publishedAt, publicityEnd } }: About): string =>
  publishedAt ? `${shanghaiDate(new Date(publishedAt))} 至 ${publicityEnd ?? NONE}` : NONE;

const signed = (who: string | null, at: string | null): string =>
  who && at ? `${who}　${shanghaiDate(new Date(at))}` : "";

/** `123456789` → `1,234,567.89` */
const figures = (fen: number): string => yuan(fen).replace(/\B(?=(\d{3})+\.)/g, ",");

const COLUMNS: readonly (Omit<Cell, "text"> & {
  title: string;
  of: (sums: EnterpriseSums, n: number) => string;
})[] = [
  { title: "序号", width: 28, align: "center", of: (_, n) => String(n) },
  { title: "统一社会信用代码", width: 94, of: ({ uscc }) => uscc },
  { title: "企业", width: 137, of: ({ enterprise }) => enterprise },
  { title: "行数", width: 36, align: "right", of: ({ lines }) => String(lines) },
  { title: "应付(元)", width: 77, align: "right", of: ({ owedFen }) => figures(owedFen) },
  { title: "等待(元)", width: 66, align: "right", of: ({ waitingFen }) => figures(waitingFen) },
  { title: "拨付(元)", width: WIDTH - 438, align: "right", of: ({ payableFen }) => figures(payableFen) },
];

/** Each enterprise in a row; the heading comes again on every page. */
function table(sheet: Sheet, { enterprises, total }: Tally): void {
  heading(sheet);
  enterprises.forEach((sums, index) => {
    const cells = COLUMNS.map(({ of, ...cell }) => ({ ...cell, text: of(sums, index + 1) }));
    continued(sheet, cells, heading);
  });
  continued(sheet, totalRow(total), heading);
}

const heading = (sheet: Sheet): void =>
  sheet.row(
    COLUMNS.map(({ title, width }) => ({ text: title, width, align: "center", shaded: true })),
    SMALL,
  );

function continued(sheet: Sheet, cells: readonly Cell[], above: (sheet: Sheet) => void): void {
  const height = sheet.heightOf(cells, SMALL);
  if (!sheet.hasRoom(height)) {
    sheet.turnPage();
    above(sheet);
  }
  sheet.row(cells, SMALL, height);
}

function totalRow(total: Sums): Cell[] {
  const sums: EnterpriseSums = { uscc: "", enterprise: "合计 Total", ...total };
  return COLUMNS.map(({ of, ...cell }, at) => ({ ...cell, text: at === 0 ? "" : of(sums, 0), shaded: true }));
}

const BOXES = ["经办人 Prepared by", "复核人 Checked by", "审批人 Approved by", "日期 Date"];
const BOX_HEIGHT = 56;

/** Those who sign do so on one page. */
function signatures(sheet: Sheet): void {
  const width = WIDTH / BOXES.length;
  const names = BOXES.map((text): Cell => ({ text, width, align: "center", shaded: true }));
  const height = sheet.heightOf(names, PLAIN);
  if (!sheet.hasRoom(height + BOX_HEIGHT)) sheet.turnPage();
  sheet.row(names, PLAIN, height);
  sheet.row(
    BOXES.map(() => ({ text: "", width })),
    PLAIN,
    BOX_HEIGHT,
  );
}
