import { describe, expect, it } from "vitest";
import { parseReturns } from "../../../functions/settlement/payment/bank-csv.ts";

const HEADER = "paymentId,status,amountFen,reason,bankRef,date";
const file = (...rows: string[]) => [HEADER, ...rows].join("\n");
const first = {
  row: 2,
  paymentId: "P1",
  status: "paid",
  amountFen: 35714,
  reason: "",
  bankRef: "0012",
  date: "2026-07-20",
};

describe("a bank's return file", () => {
  it("is read line by line, its texts as they are", () => {
    const text = file("P1,paid,35714,,0012,2026-07-20", 'P2,returned,5,"户名, 不符""退",,2026-07-21');
    expect(parseReturns(text)).toEqual([
      first,
      {
        ...{
          row: 3,
          paymentId: "P2",
          status: "returned",
          amountFen: 5,
          reason: '户名, 不符"退',
          bankRef: "",
        },
        date: "2026-07-21",
      },
    ]);
  });

  it.each([
    ["Windows line ends", `${HEADER}\r\nP1,paid,35714,,0012,2026-07-20\r\n`],
    ["a byte order mark", `\uFEFF${file("P1,paid,35714,,0012,2026-07-20")}`],
    ["spaces", `${HEADER.replaceAll(",", " , ")}\n P1 , paid , 35714 , , 0012 , 2026-07-20 `],
    ["leading zeros", file("P1,paid,00035714,,0012,2026-07-20")],
    [
      "another order and more columns",
      "date,x,status,bankRef,amountFen,paymentId,reason\n2026-07-20,?,paid,0012,35714,P1,",
    ],
  ])("may come with %s", (_, text) => expect(parseReturns(text)).toEqual([first]));

  it.each<[string, string, number, string]>([
    ["an unknown status", file("P1,PAID,1,,,2026-07-20"), 2, "status"],
    ["yuan", file("P1,paid,357.14,,,2026-07-20"), 2, "amountFen"],
    ["a negative amount", file("P1,paid,-1,,,2026-07-20"), 2, "amountFen"],
    ["an amount like 1e3", file("P1,paid,1e3,,,2026-07-20"), 2, "amountFen"],
    ["no amount", file("P1,paid,,,,2026-07-20"), 2, "amountFen"],
    ["an amount past exactness", file("P1,paid,9999999999999999,,,2026-07-20"), 2, "amountFen"],
    ["a day that is none", file("P1,paid,1,,,2026-07-20", "P2,paid,1,,,2026-02-30"), 3, "date"],
    ["a short row", file("P1,paid,1"), 2, "date"],
    ["no rows", HEADER, 2, "paymentId"],
    ["a missing column", HEADER.replace(",bankRef", ""), 1, "bankRef"],
    ["nothing", "", 1, "paymentId,status,amountFen,reason,bankRef,date"],
  ])("with %s is refused by row and column", (_, text, row, column) => {
    expect(() => parseReturns(text)).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining({ status: 422, code: "unreadable-return", extra: { row, column } }),
      }),
    );
  });
});

describe("a total line at the end", () => {
  const rows = ["P1,paid,35714,,0012,2026-07-20", "P2,returned,5,账户已销户,,2026-07-21"];

  it.each([
    ["with count and sum", "合计,2笔,35719,,,"],
    ["with a bare count", "合计,2,35719,,,"],
    ["with the sum alone", "总计,,35719,,,"],
    ["in English", "TOTAL,,35719"],
    ["followed by empty lines", "total,2,35719\n,,,,,\n"],
  ])("%s is stripped", (_, total) => {
    expect(parseReturns(file(...rows, total)).map(({ paymentId }) => paymentId)).toEqual(["P1", "P2"]);
  });

  it.each([
    ["another sum", "合计,2笔,35718,,,", { amountFen: 35_718, count: 2 }],
    ["another count", "合计,3笔,35719,,,", { amountFen: 35_719, count: 3 }],
  ])("with %s is refused with both numbers", (_, total, found) => {
    expect(() => parseReturns(file(...rows, total))).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining({
          status: 422,
          code: "total-mismatch",
          extra: { row: 4, found, expected: { amountFen: 35_719, count: 2 } },
        }),
      }),
    );
  });

  it.each([
    ["without a sum", file(...rows, "合计,2笔,,,,"), 4, "amountFen"],
    ["alone", file("合计,0笔,0,,,"), 2, "paymentId"],
    ["in the middle", file("合计,1笔,35714,,,", ...rows), 2, "status"],
  ])("%s is refused", (_, text, row, column) => {
    expect(() => parseReturns(text)).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining({ code: "unreadable-return", extra: { row, column } }),
      }),
    );
  });
});
