import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bankText } from "../../../functions/settlement/payment/bank-text.ts";
import { fileOfBank, fileOfBatch, PAYMENT_FILE } from "../../../functions/settlement/payment/file-names.ts";
import { messageIdFor, readMessageId } from "../../../functions/settlement/payment/message-id.ts";
import { type Batch, pain001, type Transfer } from "../../../functions/settlement/payment/pain-001.ts";
import { paymentIdFor } from "../../../functions/settlement/payment/payment.ts";
import { all, readXml, textAt } from "../../../functions/settlement/payment/xml.ts";
import { sumFen, yuan } from "../../../shared/values/money.ts";
import { schemaFaults, xmllintFaults } from "./pain-001-schema.ts";
import { USCC } from "./payments.ts";

const transfer = (facts: Partial<Transfer> = {}): Transfer => ({
  paymentId: paymentIdFor("2026-06", USCC),
  payeeName: "三门峡宏达铝业有限公司",
  bankName: "崤函银行",
  bankCode: "313505000001",
  accountNo: "6200000000000000001",
  amountFen: 35_714,
  purpose: "2026-06产教融合补贴",
  ...facts,
});
const batch = (...transfers: Transfer[]): Batch => ({
  messageId: messageIdFor("411200", "2026-06", 1),
  createdAt: "2026-07-13T09:00:00+08:00",
  executionDate: "2026-07-13",
  payer: { name: "三门峡市财政局（待确认）", accountNo: "待确认", bankCode: "待确认" },
  transfers,
});
const informations = (xml: string) => all(readXml(xml), "CstmrCdtTrfInitn", "PmtInf");

describe("the message for the bank", () => {
  const second = transfer({ paymentId: "P2", bankCode: "104505000002", amountFen: 5 });
  const third = transfer({ paymentId: "P3", amountFen: 100_000_000_00 });
  const xml = pain001(batch(second, transfer(), third));

  it("fits the schema", () => {
    expect(schemaFaults(xml)).toEqual([]);
    expect(xmllintFaults(xml) ?? "").toBe("");
  });

  it("names city, month and file, and sums up all of it", () => {
    const [header] = all(readXml(xml), "CstmrCdtTrfInitn", "GrpHdr");
    expect(header && [textAt(header, "MsgId"), textAt(header, "NbOfTxs"), textAt(header, "CtrlSum")]).toEqual(
      ["RONGHE-411200-202606-1", "3", "100000357.19"],
    );
  });

  it("has one payment information per bank with its own count and sum", () => {
    const sums = informations(xml).map((one) => [
      textAt(one, "PmtInfId"),
      textAt(one, "NbOfTxs"),
      textAt(one, "CtrlSum"),
      new Set(
        all(one, "CdtTrfTxInf").map((tx) => textAt(tx, "CdtrAgt", "FinInstnId", "ClrSysMmbId", "MmbId")),
      ),
    ]);
    expect(sums).toEqual([
      ["RONGHE-411200-202606-1-1", "1", "0.05", new Set(["104505000002"])],
      ["RONGHE-411200-202606-1-2", "2", "100000357.14", new Set(["313505000001"])],
    ]);
  });

  it("gives each transfer its payment's number and its amount with two decimals", () => {
    const transactions = informations(xml).flatMap((one) => all(one, "CdtTrfTxInf"));
    expect(
      transactions.map((one) => [textAt(one, "PmtId", "EndToEndId"), textAt(one, "Amt", "InstdAmt")]),
    ).toEqual([
      ["P2", "0.05"],
      [paymentIdFor("2026-06", USCC), "357.14"],
      ["P3", "100000000.00"],
    ]);
    expect(xml).toContain('<InstdAmt Ccy="CNY">357.14</InstdAmt>');
  });

  it("takes any name and any amount: it stays well-formed, fits the schema and loses no fen", () => {
    const transfers = fc.array(
      fc.record({
        payeeName: fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
        amountFen: fc.integer({ min: 1, max: 1_000_000_000_00 }),
        bankCode: fc.constantFrom("104505000002", "313505000001", "A<&>\"'"),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(transfers, (list) => {
        const made = list.map((facts, index) => transfer({ ...facts, paymentId: `P${index}` }));
        const written = pain001(batch(...made));
        expect(schemaFaults(written)).toEqual([]);
        const header = all(readXml(written), "CstmrCdtTrfInitn", "GrpHdr")[0];
        expect(header && textAt(header, "CtrlSum")).toBe(yuan(sumFen(list.map((one) => one.amountFen))));
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, string, string]>([
    ["an amount with one decimal", ">357.14</InstdAmt>", ">357.1</InstdAmt>"],
    ["another currency", 'Ccy="CNY"', 'Ccy="USD"'],
    ["a number of more than 35 characters", ">P2<", `>${"P".repeat(36)}<`],
    ["the same number twice", ">P2<", ">P3<"],
    ["a field that the message has not", "<PmtMtd>", "<PmtMthd/><PmtMtd>"],
  ])("with %s does not fit the schema", (_, from, to) => {
    expect(schemaFaults(xml.replace(from, to))).toHaveLength(1);
  });
});

describe("the name of a message", () => {
  it("fits 35 characters with its part for a bank, and says again what it was made of", () => {
    const messageId = messageIdFor("411200", "2026-12", 999);
    expect(`${messageId}-999`.length).toBeLessThanOrEqual(35);
    expect(readMessageId(messageId)).toMatchObject({ regionCode: "411200", period: "2026-12" });
    expect(readMessageId(`${messageId}x`)).toBeNull();
  });
});

describe("the text for the bank", () => {
  it("ends with count and sum, and no cell is a formula", () => {
    const lines = bankText([transfer({ payeeName: "=HYPERLINK(1)" }), transfer({ amountFen: 5 })])
      .trimEnd()
      .split("\r\n");
    expect(lines[0]?.split(",")[0]).toBe("付款编号");
    expect(lines[1]?.split(",")[1]).toBe("'=HYPERLINK(1)");
    expect(lines.at(-1)).toBe("合计,2笔,,,,357.19,35719,");
    expect(lines).toHaveLength(4);
  });
});

describe("names of payment files", () => {
  it("tell the month's own file, a bank's and a reissue's apart", () => {
    expect([
      fileOfBatch(1, "csv"),
      fileOfBatch(2, "xml"),
      fileOfBank("313505000001"),
      fileOfBank("2"),
    ]).toEqual(["payment.csv", "payment-2.xml", "payment-313505000001.csv", "payment-0002.csv"]);
    expect(fileOfBank("../3/x y")).toBe("payment-03xy.csv");
  });

  it("are taken in a request, and nothing else is", () => {
    for (const name of [
      fileOfBatch(999, "csv"),
      fileOfBatch(2, "xml"),
      fileOfBank("待确认"),
      fileOfBank("1".repeat(20)),
    ])
      expect(name).toMatch(PAYMENT_FILE);
    for (const name of [
      "payment-.csv",
      "payment-0.csv",
      "payment-1234.xml",
      "payment-../x.csv",
      "payment-2.csv\n",
    ])
      expect(name).not.toMatch(PAYMENT_FILE);
  });
});
