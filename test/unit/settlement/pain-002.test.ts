import { describe, expect, it } from "vitest";
import { readReturns } from "../../../functions/settlement/payment/read-returns.ts";
import { type Status, statusReport } from "./status-report.ts";

const asked = { regionCode: "411200", period: "2026-06" };
const paid: Status = { paymentId: "P1", code: "ACSC", bankRef: "B1", acceptedAt: "2026-07-14" };
const read = (...statuses: Status[]) => readReturns(statusReport(statuses), asked);
const refusal = (code: string, more: object = {}) =>
  expect.objectContaining({ facts: expect.objectContaining({ status: 422, code, ...more }) });

describe("a bank's status report", () => {
  it("is read transaction by transaction", () => {
    const returned: Status = {
      paymentId: "P2",
      code: "RJCT",
      reason: { code: "AC04", words: ["账户", "6222021234567890123 已销户"] },
      bankRef: "B2",
      amount: "357.14",
      acceptedAt: "2026-07-15T23:30:00Z",
    };
    expect(read(paid, returned)).toEqual({
      underWay: 0,
      lines: [
        {
          row: 1,
          paymentId: "P1",
          status: "paid",
          amountFen: null,
          reason: "",
          bankRef: "B1",
          date: "2026-07-14",
        },
        {
          row: 2,
          paymentId: "P2",
          status: "returned",
          amountFen: 35_714,
          reason: "AC04 账户 *****************23 已销户",
          bankRef: "B2",
          date: "2026-07-16",
        },
      ],
    });
  });

  it.each(["ACCC", "ACSC"])("%s is money on the account", (code) =>
    expect(read({ ...paid, code }).lines).toMatchObject([{ status: "paid" }]),
  );

  it.each(["ACSP", "PDNG", "RCVD", "ACTC", "ACCP"])("%s is still under way: counted, not booked", (code) =>
    expect(read(paid, { ...paid, code })).toMatchObject({ underWay: 1, lines: [{ row: 1 }] }),
  );

  it("takes the report's own day where a transaction has none", () => {
    const { acceptedAt: _, ...undated } = paid;
    expect(read(undated).lines).toMatchObject([{ date: "2026-07-16" }]);
  });

  it("may use a prefix, CDATA and entities of XML itself", () => {
    const text = statusReport([{ ...paid, reason: { words: ["甲 & 乙 <分行>"] } }])
      .replaceAll(/<(\/?)(?=[A-Z])/g, "<$1p:")
      .replace("xmlns=", "xmlns:p=")
      .replace("P1", "<![CDATA[P1]]>");
    expect(readReturns(text, asked).lines).toMatchObject([{ paymentId: "P1", reason: "甲 & 乙 <分行>" }]);
  });

  const whole = (group: string, messageId = "RONGHE-411200-202606-2") =>
    readReturns(statusReport([], { messageId, group }), asked);
  const because = "<StsRsnInf><Rsn><Cd>AM04</Cd></Rsn><AddtlInf>余额不足</AddtlInf></StsRsnInf>";

  it("may speak of a whole file and no transaction", () => {
    const sums = "<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>857.14</OrgnlCtrlSum>";
    expect(whole(`${sums}<GrpSts>RJCT</GrpSts>${because}`)).toEqual({
      lines: [],
      underWay: 0,
      whole: {
        batch: 2,
        status: "returned",
        reason: "AM04 余额不足",
        date: "2026-07-16",
        count: 2,
        sumFen: 85_714,
      },
    });
    expect(whole("<GrpSts>ACSC</GrpSts>")).toMatchObject({ whole: { status: "paid", count: null } });
    expect(whole("<GrpSts>ACCP</GrpSts>")).toMatchObject({ whole: { status: null } });
  });

  it("that names transactions is read by them, whatever it says of the group", () => {
    const mixed = readReturns(statusReport([paid], { group: "<GrpSts>PART</GrpSts>" }), asked);
    expect(mixed).toMatchObject({ lines: [{ paymentId: "P1" }] });
    expect(mixed).not.toHaveProperty("whole");
  });

  it.each([
    ["<GrpSts>PART</GrpSts>", "GrpSts"],
    ["<GrpSts>XXXX</GrpSts>", "GrpSts"],
    ["<OrgnlNbOfTxs>two</OrgnlNbOfTxs><GrpSts>ACSC</GrpSts>", "OrgnlNbOfTxs"],
    ["<OrgnlCtrlSum>1.005</OrgnlCtrlSum><GrpSts>ACSC</GrpSts>", "OrgnlCtrlSum"],
  ])("that leaves open what is meant by the group is refused: %s", (group, column) => {
    expect(() => whole(group)).toThrow(
      refusal("unreadable-return", { extra: expect.objectContaining({ column }) }),
    );
  });

  it.each([
    ["another city", "RONGHE-410100-202606-1"],
    ["another system", "MSG-2026-06"],
    ["nobody", ""],
  ])("about a batch of %s is refused", (_, messageId) => {
    expect(() => readReturns(statusReport([paid], { messageId }), asked)).toThrow(refusal("foreign-batch"));
  });

  it.each([
    ["about another month", statusReport([paid], { messageId: "RONGHE-411200-202605-1" }), "OrgnlMsgId"],
    ["with an unknown status", statusReport([paid, { ...paid, code: "XXXX" }]), "TxSts"],
    ["with an amount that is none", statusReport([{ ...paid, amount: "1.005" }]), "InstdAmt"],
    ["without any transaction", statusReport([]), "TxInfAndSts"],
    ["that is another message", statusReport([paid]).replaceAll("pain.002", "pain.008"), "Document"],
    ["that is no message", "<html></html>", "Document"],
    ["that is cut off", statusReport([paid]).slice(0, 400), "XML"],
    ["with tags that do not match", statusReport([paid]).replace("</TxSts>", "</TxSta>"), "XML"],
    ["that goes on after its end", `${statusReport([paid])}<more/>`, "XML"],
  ])("%s is refused by the place", (_, text, column) => {
    expect(() => readReturns(text, asked)).toThrow(
      refusal("unreadable-return", { extra: expect.objectContaining({ column }) }),
    );
  });

  it.each([
    ["a file of this machine", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ["a billion laughs", '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>'],
    ["a document type alone", "<!DOCTYPE Document>"],
  ])("cannot bring in %s", (_, doctype) => {
    const text = statusReport([paid]).replace("<Document", `${doctype}<Document`).replace("B1", "&x;");
    expect(() => readReturns(text, asked)).toThrow(
      refusal("unreadable-return", { extra: expect.objectContaining({ column: "XML" }) }),
    );
  });

  it("knows no entities but those of XML", () => {
    expect(() => readReturns(statusReport([paid]).replace("B1", "&x;"), asked)).toThrow(
      refusal("unreadable-return"),
    );
  });

  it("is not followed into any depth", () => {
    const deep = `<Document>${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}</Document>`;
    expect(() => readReturns(deep, asked)).toThrow(refusal("unreadable-return"));
  });
});
