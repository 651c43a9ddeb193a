import { maskNumbers } from "../../../shared/values/mask.ts";
import { type Fen, fenFromYuan } from "../../../shared/values/money.ts";
import { isDate, type LocalDate, type Period, shanghaiDate } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { readMessageId } from "./message-id.ts";
import type { BankReturn } from "./payment.ts";
import type { ReadReturns } from "./read-returns.ts";
import type { WholeBatch } from "./whole-batch.ts";
import { all, type Element, NotXml, readXml, textAt } from "./xml.ts";

/** What a transaction's status says of the money; `null` while it is still under way. */
const STATUSES: Readonly<Record<string, BankReturn["status"] | null>> = {
  ACCC: "paid",
  ACSC: "paid",
  RJCT: "returned",
  ACCP: null,
  ACFC: null,
  ACSP: null,
  ACTC: null,
  ACWC: null,
  PATC: null,
  PDNG: null,
  RCVD: null,
};

/**
 * Reads a customer payment status report, ISO 20022 pain.002.001.10. Each transaction counts by itself; where none is
 * named, the status of the group is that of every transfer of the message it answers.
 * @param asked the city and month whose payments it must be about
 * @throws Problem 422 `unreadable-return` or `foreign-batch`
 */
export function readPain002(text: string, asked: { regionCode: string; period: Period }): ReadReturns {
  const report = reportIn(text);
  const batch = ourBatch(textAt(report, "OrgnlGrpInfAndSts", "OrgnlMsgId"), asked);
  const transactions = all(report, "OrgnlPmtInfAndSts", "TxInfAndSts");
  if (transactions.length === 0) return { lines: [], underWay: 0, whole: wholeFrom(report, batch) };
  const created = textAt(report, "GrpHdr", "CreDtTm");
  const read = transactions.map((transaction, index) => returnFrom(transaction, index + 1, created));
  const lines = read.filter((line) => line !== null);
  return { lines, underWay: read.length - lines.length };
}

function reportIn(text: string): Element {
  try {
    const document = readXml(text);
    const [report] = all(document, "CstmrPmtStsRpt");
    if (report && /^urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.\d\d$/.test(document.uri)) return report;
  } catch (cause) {
    if (!(cause instanceof NotXml)) throw cause;
    throw unreadable(
      "XML",
      "不是可接受的 XML 文件",
      `the XML cannot be taken: ${cause.message.slice(0, 120)}`,
    );
  }
  throw unreadable("Document", "不是 pain.002 报文", "it is no pain.002 message");
}

function ourBatch(messageId: string, { regionCode, period }: { regionCode: string; period: Period }): number {
  const batch = readMessageId(messageId);
  if (batch?.regionCode !== regionCode) {
    throw new Problem({
      status: 422,
      code: "foreign-batch",
      zh: "回执所指的付款批次不是本市发出的",
      en: "The report is about a batch that this city did not send",
      pointer: "/OrgnlMsgId",
    });
  }
  if (batch.period !== period)
    throw unreadable(
      "OrgnlMsgId",
      `该批次属于 ${batch.period}`,
      `the batch belongs to ${batch.period}, not to ${period}`,
    );
  return batch.batch;
}

/** What the group's status says of all of its transfers. A mixed one says nothing of any of them. */
function wholeFrom(report: Element, batch: number): WholeBatch {
  const [group] = all(report, "OrgnlGrpInfAndSts");
  const code = group ? textAt(group, "GrpSts") : "";
  if (!group || code === "" || all(report, "OrgnlPmtInfAndSts", "PmtInfSts").length > 0)
    throw unreadable("TxInfAndSts", "没有逐笔状态", "it states no transaction one by one");
  if (code === "PART")
    throw unreadable(
      "GrpSts",
      "PART（部分成功）须附逐笔状态",
      "PART, some of each, needs the status of every transaction",
    );
  const status = STATUSES[code];
  if (status === undefined)
    throw unreadable("GrpSts", "未知的批次状态", "the status of the group is unknown");
  return {
    batch,
    status,
    reason: reasonOf(group),
    date: dayOf(textAt(report, "GrpHdr", "CreDtTm"), "CreDtTm"),
    count: countIn(group),
    sumFen: amountIn(group, "OrgnlCtrlSum"),
  };
}

function countIn(group: Element): number | null {
  const stated = textAt(group, "OrgnlNbOfTxs");
  if (stated !== "" && !/^\d{1,15}$/.test(stated))
    throw unreadable("OrgnlNbOfTxs", "不是笔数", "is no number");
  return stated === "" ? null : Number(stated);
}

function amountIn(element: Element, ...path: string[]): Fen | null {
  const stated = textAt(element, ...path);
  const amountFen = stated === "" ? null : fenFromYuan(stated);
  if (stated !== "" && amountFen === null) throw unreadable(path.at(-1) ?? "", "不是金额", "is no amount");
  return amountFen;
}

function returnFrom(transaction: Element, row: number, created: string): BankReturn | null {
  const code = textAt(transaction, "TxSts");
  const status = STATUSES[code];
  if (status === undefined)
    throw unreadable(`TxSts ${row}`, "未知的交易状态", "the status of the transaction is unknown", row);
  if (status === null) return null;
  const stated = textAt(transaction, "OrgnlTxRef", "Amt", "InstdAmt");
  const amountFen = stated === "" ? null : fenFromYuan(stated);
  if (stated !== "" && amountFen === null)
    throw unreadable(`InstdAmt ${row}`, "不是金额", "is no amount", row);
  const day = textAt(transaction, "FctvIntrBkSttlmDt", "Dt") || textAt(transaction, "AccptncDtTm") || created;
  return {
    row,
    paymentId: textAt(transaction, "OrgnlEndToEndId"),
    status,
    amountFen,
    reason: reasonOf(transaction),
    bankRef: textAt(transaction, "AcctSvcrRef"),
    date: dayOf(day, "AccptncDtTm", row),
  };
}

/** The bank's code and its own words, e.g. `AC04 账户已销户`. */
function reasonOf(told: Element): string {
  const [first] = all(told, "StsRsnInf");
  if (!first) return "";
  const code = textAt(first, "Rsn", "Cd") || textAt(first, "Rsn", "Prtry");
  const words = all(first, "AddtlInf").map(({ text }) => text.trim());
  return maskNumbers([code, ...words].filter(Boolean).join(" ").slice(0, 300));
}

/** A time with an offset is a day in the city; one without is the city's own. */
function dayOf(text: string, field: string, row?: number): LocalDate {
  const instant = new Date(text);
  const hasOffset = /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(instant.getTime());
  const day = hasOffset ? shanghaiDate(instant) : text.slice(0, 10);
  if (!isDate(day))
    throw unreadable(row === undefined ? field : `${field} ${row}`, "没有日期", "there is no date", row);
  return day;
}

const unreadable = (where: string, zh: string, en: string, row?: number) =>
  new Problem({
    status: 422,
    code: "unreadable-return",
    zh: `回执 ${where}：${zh}`,
    en: `The report, ${where}: ${en}`,
    extra: { column: where.split(" ")[0], ...(row === undefined ? {} : { row }) },
  });
