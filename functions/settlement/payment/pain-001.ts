import { type Fen, sumFen, yuan } from "../../../shared/values/money.ts";
import type { LocalDate } from "../../../shared/values/period.ts";
import { type Node, writeXml } from "./xml.ts";

/** One transfer with its account in full. */
export interface Transfer {
  paymentId: string;
  payeeName: string;
  bankName: string;
  bankCode: string;
  /** Digits only. */
  accountNo: string;
  amountFen: Fen;
  purpose: string;
}

/** What a bank is told in one message, its transfers in the order in which they are written. */
export interface Batch {
  messageId: string;
  /** In the city's time, with offset. */
  createdAt: string;
  executionDate: LocalDate;
  payer: { name: string; accountNo: string; bankCode: string };
  transfers: readonly Transfer[];
}

/**
 * The batch as a customer credit transfer initiation, ISO 20022 pain.001.001.09: one payment information per bank.
 * Amounts are written from whole fen, with two decimals, in CNY.
 */
export function pain001({ messageId, createdAt, executionDate, payer, transfers }: Batch): string {
  const byBank = [...Map.groupBy(transfers, ({ bankCode }) => bankCode).values()];
  const header: Node[] = [
    ["MsgId", messageId],
    ["CreDtTm", createdAt],
    ...sums(transfers),
    ["InitgPty", [["Nm", payer.name]]],
  ];
  const informations = byBank.map(
    (some, index): Node => [
      "PmtInf",
      [
        ["PmtInfId", `${messageId}-${index + 1}`],
        ["PmtMtd", "TRF"],
        ...sums(some),
        ["ReqdExctnDt", [["Dt", executionDate]]],
        ["Dbtr", [["Nm", payer.name]]],
        ["DbtrAcct", account(payer.accountNo)],
        ["DbtrAgt", bank(payer.bankCode)],
        ...some.map(transaction),
      ],
    ],
  );
  const initiation: Node = ["CstmrCdtTrfInitn", [["GrpHdr", header], ...informations]];
  return writeXml(["Document", [initiation], { xmlns: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09" }]);
}

const sums = (transfers: readonly Transfer[]): Node[] => [
  ["NbOfTxs", String(transfers.length)],
  ["CtrlSum", yuan(sumFen(transfers.map(({ amountFen }) => amountFen)))],
];

const transaction = (transfer: Transfer): Node => [
  "CdtTrfTxInf",
  [
    ["PmtId", [["EndToEndId", transfer.paymentId]]],
    ["Amt", [["InstdAmt", yuan(transfer.amountFen), { Ccy: "CNY" }]]],
    ["CdtrAgt", bank(transfer.bankCode, transfer.bankName)],
    ["Cdtr", [["Nm", transfer.payeeName]]],
    ["CdtrAcct", account(transfer.accountNo)],
    ["RmtInf", [["Ustrd", transfer.purpose]]],
  ],
];

const account = (accountNo: string): Node[] => [
  ["Id", [["Othr", [["Id", accountNo]]]]],
  ["Ccy", "CNY"],
];

/** A bank by its 联行号 in the national clearing system. */
const bank = (bankCode: string, name?: string): Node[] => [
  [
    "FinInstnId",
    [
      [
        "ClrSysMmbId",
        [
          ["ClrSysId", [["Cd", "CNAPS"]]],
          ["MmbId", bankCode],
        ],
      ],
      name === undefined ? null : ["Nm", name],
    ],
  ],
];
