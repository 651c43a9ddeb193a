import { sumFen, yuan } from "../../../shared/values/money.ts";
import { csvText } from "../paper/csv.ts";
import type { Transfer } from "./pain-001.ts";

export const HEADER = [
  "付款编号",
  "收款人",
  "开户银行",
  "联行号",
  "收款账号",
  "金额(元)",
  "金额(分)",
  "用途",
];

/** Transfers as banks take them in as text; the last line sums them up. */
export function bankText(transfers: readonly Transfer[]): string {
  const totalFen = sumFen(transfers.map(({ amountFen }) => amountFen));
  const total = ["合计", `${transfers.length}笔`, "", "", "", yuan(totalFen), String(totalFen), ""];
  return csvText([HEADER, ...transfers.map(rowOf), total]);
}

const rowOf = (transfer: Transfer): string[] => [
  transfer.paymentId,
  transfer.payeeName,
  transfer.bankName,
  transfer.bankCode,
  transfer.accountNo,
  yuan(transfer.amountFen),
  String(transfer.amountFen),
  transfer.purpose,
];
