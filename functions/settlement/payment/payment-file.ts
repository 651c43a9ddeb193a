import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { sumFen, yuan } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { registryQueries } from "../../registry/queries.ts";
import { csv } from "../paper/csv.ts";
import type { SettlementStore } from "../store.ts";
import type { Payment } from "./payment.ts";

const HEADER = ["付款编号", "收款人", "开户银行", "联行号", "收款账号", "金额(元)", "金额(分)", "用途"];

/**
 * The month's payment file for the bank, with a total line. It alone carries accounts in full; only finance can
 * download it, and the download link is good for five minutes.
 */
export async function paymentFile(period: Period, store: SettlementStore): Promise<void> {
  const payments = await store.payments(period);
  const rows = await Promise.all(payments.map(rowOf));
  const total = sumFen(payments.map(({ amountFen }) => amountFen));
  const closing = ["合计", `${payments.length}笔`, "", "", "", yuan(total), String(total), ""];
  const body = csv([HEADER, ...rows, closing]);
  await openBucket(setting("FILES_BUCKET")).write(`${period}/payment.csv`, body, "text/csv; charset=utf-8");
  await store.fileReady(period, "payment.csv");
}

async function rowOf({ paymentId, uscc, period, amountFen, account }: Payment): Promise<string[]> {
  const { accountName, bankName, bankCode, accountNo } = await registryQueries().accountOf(uscc, account);
  return [
    paymentId,
    accountName,
    bankName,
    bankCode,
    accountNo,
    yuan(amountFen),
    String(amountFen),
    `${period}实习补贴`,
  ];
}
