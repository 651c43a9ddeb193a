import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { encodeGb18030 } from "../../../shared/values/gb18030.ts";
import { type Period, shanghaiDate, shanghaiTime } from "../../../shared/values/period.ts";
import { payeeQueries } from "../../registry/queries.ts";
import type { SettlementStore } from "../store.ts";
import { bankText } from "./bank-text.ts";
import { fileOfBank, fileOfBatch } from "./file-names.ts";
import { accountDigits } from "./holds.ts";
import { messageIdFor } from "./message-id.ts";
import { pain001, type Transfer } from "./pain-001.ts";
import { payer } from "./payer.ts";
import type { Payment } from "./payment.ts";

/**
 * Writes the files of one batch for the bank: text in GB18030, for all banks and for each one, and the ISO 20022
 * message. They alone carry accounts in full; only finance can download them, and a link is good for five minutes.
 * They follow from the payments alone, so writing them again changes nothing.
 */
export async function bankFiles(period: Period, batch: number, store: SettlementStore): Promise<void> {
  const payments = (await store.payments(period)).filter((payment) => payment.batch === batch);
  const transfers = (await Promise.all(payments.map(transferOf))).toSorted(byBank);
  const texts = new Map([[fileOfBatch(batch, "csv"), transfers]]);
  if (batch === 1) {
    for (const [file, some] of Map.groupBy(transfers, ({ bankCode }) => fileOfBank(bankCode)))
      texts.set(file, some);
  }
  const bucket = openBucket(setting("FILES_BUCKET"));
  const ready = async (name: string, body: Uint8Array | string, type: string) => {
    await bucket.write(`${period}/${name}`, body, type);
    await store.fileReady(period, name);
  };
  for (const [name, some] of texts)
    await ready(name, encodeGb18030(bankText(some)), "text/csv; charset=gb18030");
  const [first] = payments;
  if (first) await ready(fileOfBatch(batch, "xml"), message(first, transfers), "application/xml");
}

/** A batch goes out at one moment, which every payment in it carries. */
function message({ period, batch, instructedAt }: Payment, transfers: readonly Transfer[]): string {
  const { regionCode, ...debtor } = payer();
  const at = new Date(instructedAt);
  return pain001({
    messageId: messageIdFor(regionCode, period, batch),
    createdAt: shanghaiTime(at),
    executionDate: shanghaiDate(at),
    payer: debtor,
    transfers,
  });
}

async function transferOf({ paymentId, uscc, period, amountFen, account }: Payment): Promise<Transfer> {
  const { accountName, bankName, bankCode, accountNo } = await payeeQueries().accountOf(uscc, account);
  return {
    paymentId,
    payeeName: accountName,
    bankName,
    bankCode,
    accountNo: accountDigits(accountNo),
    amountFen,
    purpose: `${period}产教融合补贴`,
  };
}

const byBank = (a: Transfer, b: Transfer): number => {
  const [one, other] = [a, b].map(({ bankCode, paymentId }) => `${bankCode}#${paymentId}`) as [
    string,
    string,
  ];
  return one < other ? -1 : Number(one > other);
};
