/** A transaction as a bank's status report tells of it. */
export interface Status {
  paymentId: string;
  code: string;
  bankRef?: string;
  reason?: { code?: string; words?: string[] };
  amount?: string;
  acceptedAt?: string;
}

const tag = (name: string, content: string | undefined): string =>
  content === undefined ? "" : `<${name}>${content}</${name}>`;
const plain = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A pain.002.001.10 message as a bank would write it. */
export function statusReport(
  statuses: readonly Status[],
  { messageId = "RONGHE-411200-202606-1", group = "" }: { messageId?: string; group?: string } = {},
): string {
  const transactions = statuses.map(({ paymentId, code, bankRef, reason, amount, acceptedAt }) => {
    const why =
      reason &&
      tag("Rsn", reason.code && tag("Cd", reason.code)) +
        (reason.words ?? []).map((text) => tag("AddtlInf", plain(text))).join("");
    const original = amount && `<Amt><InstdAmt Ccy="CNY">${amount}</InstdAmt></Amt>`;
    return tag(
      "TxInfAndSts",
      tag("OrgnlEndToEndId", paymentId) +
        tag("TxSts", code) +
        tag("StsRsnInf", why) +
        tag("AccptncDtTm", acceptedAt) +
        tag("AcctSvcrRef", bankRef) +
        tag("OrgnlTxRef", original),
    );
  });
  const original = tag("OrgnlMsgId", messageId) + tag("OrgnlMsgNmId", "pain.001.001.09");
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-07-16T10:00:00+08:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts>${original}${group}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}-1</OrgnlPmtInfId>
${transactions.join("\n")}
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
`;
}
