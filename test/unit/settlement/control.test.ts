import { describe, expect, it } from "vitest";
import type { AllocationHead, FundMonth } from "../../../functions/settlement/booking/allocation-store.ts";
import type { ControlBook, ManifestBook, MonthBook } from "../../../functions/settlement/ledger/books.ts";
import {
  compareControls,
  compareManifest,
  compareMonth,
} from "../../../functions/settlement/ledger/comparisons/index.ts";
import { control, controls, NOTHING_POSTED } from "../../../functions/settlement/ledger/control.ts";
import { type Demand, raised } from "../../../functions/settlement/payment/demand.ts";
import { canonical, sha256 } from "../../../shared/values/canonical.ts";
import { manifest, month, PERIOD, payment, told } from "./books.ts";

describe("a manifest", () => {
  const lines = month().claims.map((one) => ({ ...one, reasons: [] }));
  const own = manifest({ previousHash: "before", hash: sha256(`before${canonical(lines)}`) });
  const { uscc, period, previousHash, hash, totalFen } = own;
  const journal = canonical({ uscc, period, previousHash, hash, totalFen, lines });
  const book: ManifestBook = { manifest: own, lines, previousHash: "before", journal };

  it("that is sound has no difference", () => {
    expect(told(compareManifest(book))).toEqual([]);
  });

  it.each<[string, Partial<ManifestBook>, string[]]>([
    ["a total", { manifest: { ...own, totalFen: 60_001 } }, ["manifests", "evidence"]],
    ["a count", { manifest: { ...own, lines: 3 } }, ["manifests"]],
    ["what it moves in a fund", { manifest: { ...own, movements: {} } }, ["manifests"]],
    ["a hash", { manifest: { ...own, hash: "other" } }, ["manifests", "evidence"]],
    ["the one before", { previousHash: "other" }, ["manifests"]],
    [
      "days of a line",
      { lines: lines.map((one) => ({ ...one, days: one.days + 1 })) },
      ["manifests", "evidence"],
    ],
    [
      "a line of a later month",
      { lines: lines.map((one) => ({ ...one, earnedPeriod: "2026-07" })) },
      ["manifests", "evidence"],
    ],
    ["a lost journal", { journal: null }, ["evidence"]],
    ["another journal", { journal: `${journal} ` }, ["evidence"]],
  ])("sees %s", (_, change, comparisons) => {
    const found = new Set(
      compareManifest({ ...book, ...change }).flatMap((one) => one.differences.map((it) => it.comparison)),
    );
    expect([...found]).toEqual(comparisons);
  });
});

const demand = (facts: Partial<Demand> = {}): Demand => ({
  ...raised(PERIOD, "A", 100, new Date("2026-07-20T09:00:00+08:00")),
  ...facts,
});

describe("control totals", () => {
  const posted = {
    ...NOTHING_POSTED,
    owedFen: 60_000,
    manifests: 1,
    lines: 2,
    instructedFen: 60_000,
    payments: 1,
    paidFen: 60_000,
    paid: 1,
  };
  const book = (change: Partial<ControlBook> = {}): ControlBook => ({
    uscc: "A",
    periods: [PERIOD],
    controls: new Map([[PERIOD, posted]]),
    manifests: [manifest()],
    payments: [payment()],
    demands: [],
    ...change,
  });

  it("agree with manifests and payments", () => {
    expect(told(compareControls(book()))).toEqual([]);
  });

  it.each<[string, Partial<ControlBook>, string[]]>([
    ["a manifest's total", { manifests: [manifest({ totalFen: 1 })] }, ["control-settled"]],
    ["a manifest too many", { manifests: [manifest(), manifest()] }, ["control-settled"]],
    ["a lost posting", { controls: new Map() }, ["control-settled", "control-paid"]],
    ["a payment's amount", { payments: [payment({ amountFen: 60_001 })] }, ["control-paid"]],
    ["a payment's state", { payments: [payment({ status: "returned" })] }, ["control-paid"]],
    ["a payment nobody posted", { payments: [payment(), payment()] }, ["control-paid"]],
    [
      "a posting of one fen more",
      { controls: new Map([[PERIOD, { ...posted, paidFen: 60_001 }]]) },
      ["control-paid"],
    ],
    ["money received that nobody posted", { demands: [demand({ receivedFen: 1 })] }, ["control-paid"]],
  ])("see %s", (_, change, comparisons) => {
    const found = new Set(
      compareControls(book(change)).flatMap((one) => one.differences.map((it) => it.comparison)),
    );
    expect([...found]).toEqual(comparisons);
  });

  it("are posted to once in a transaction, whatever it brings them", () => {
    expect(
      controls([
        { uscc: "A", period: PERIOD, amounts: { paidFen: 3, paid: 1 } },
        { uscc: "B", period: PERIOD, amounts: { paidFen: 5, paid: 1 } },
        { uscc: "A", period: PERIOD, amounts: { paidFen: 4, paid: 1 } },
      ]),
    ).toEqual([control("A", PERIOD, { paidFen: 7, paid: 2 }), control("B", PERIOD, { paidFen: 5, paid: 1 })]);
  });
});

const fund = (facts: Partial<FundMonth> = {}): FundMonth => ({
  fund: "internship#2026",
  budgetFen: 100_000,
  capFen: null,
  grantedBeforeFen: 40_000,
  grantedFen: 60_000,
  returnedFen: 0,
  waitingFen: 5_000,
  ...facts,
});
const allocated = (facts: Partial<AllocationHead> = {}): AllocationHead => ({
  period: PERIOD,
  runId: "run",
  attempt: "attempt",
  previous: null,
  funds: [fund()],
  shares: 1,
  totals: { enterprises: 1, lines: 2, amountFen: 60_000 },
  claimsHash: "claims",
  hash: "allocated",
  previousHash: "before",
  ...facts,
});
/** May granted 40,000 and left 5,000 waiting; June claims 60,000, and as much still waits after it. */
const head = allocated();
const previous = allocated({
  period: "2026-05",
  funds: [fund({ grantedBeforeFen: 10_000, grantedFen: 35_000, returnedFen: 5_000 })],
  hash: "before",
});

describe("a month of the city", () => {
  /** As the file of the month itself. */
  const filed = (text: string): Map<number, string> => new Map([[1, text]]);
  const file = (rows: [string, string][], total: string): string =>
    [
      "付款编号,收款人,开户银行,联行号,收款账号,金额(元),金额(分),用途",
      ...rows.map(([id, fen]) => `${id},"甲,乙",银行,1,2,600.00,${fen},补贴`),
      `合计,${rows.length}笔,,,,600.00,${total},`,
    ].join("\r\n");
  const book = (change: Partial<MonthBook> = {}): MonthBook => ({
    period: PERIOD,
    totals: { enterprises: 1, lines: 2, amountFen: 60_000 },
    settlements: [
      { totalFen: 60_000, lines: 2 },
      { totalFen: 0, lines: 0 },
    ],
    manifests: [manifest(), manifest({ uscc: "C", lines: 0, totalFen: 0, movements: {} })],
    allocation: { head, previous, drawnUpAgain: "allocated" },
    payments: [payment()],
    paymentFiles: filed(file([["P202606-A", "60000"]], "60000")),
    ...change,
  });

  it("agrees with its manifests and its payment file", () => {
    expect(told(compareMonth(book()))).toEqual([]);
    expect(told(compareMonth(book({ paymentFiles: new Map() })))).toEqual([]);
  });

  const changed = (facts: Partial<AllocationHead>, again = "allocated"): Partial<MonthBook> => ({
    allocation: { head: allocated(facts), previous, drawnUpAgain: again },
  });
  const granted = (facts: Partial<FundMonth>) => changed({ funds: [fund(facts)] });

  it.each<[string, Partial<MonthBook>, string]>([
    [
      "what was granted and not claimed",
      granted({ grantedFen: 60_001 }),
      "allocation: internship#2026 granted 60000≠60001",
    ],
    [
      "what waits and was not claimed",
      granted({ waitingFen: 5_001 }),
      "allocation: internship#2026 granted 59999≠60000",
    ],
    [
      "a fund that forgot what it had granted",
      granted({ grantedBeforeFen: 0 }),
      "allocation: internship#2026 granted before 40000≠0",
    ],
    [
      "a budget that was exceeded",
      granted({ budgetFen: 90_000 }),
      "allocation: internship#2026 over budget 0≠10000",
    ],
    ["a fund left out", changed({ funds: [] }), "allocation: funds left out ≠internship#2026"],
    ["another allocation", changed({ hash: "other" }), "allocation: hash allocated≠other"],
    ["a broken chain", changed({ previousHash: "other" }), "allocation: previousHash before≠other"],
    ["its total", { totals: { enterprises: 1, lines: 2, amountFen: 1 } }, "month-totals: amountFen 60000≠1"],
    ["its lines", { totals: { enterprises: 1, lines: 3, amountFen: 60_000 } }, "month-totals: lines 2≠3"],
    [
      "its enterprises",
      { totals: { enterprises: 2, lines: 2, amountFen: 60_000 } },
      "month-totals: enterprises 1≠2",
    ],
    [
      "the file's total line",
      { paymentFiles: filed(file([["P202606-A", "60000"]], "60001")) },
      "payment-file: total line 60000≠60001",
    ],
    [
      "an amount in the file",
      { paymentFiles: filed(file([["P202606-A", "60001"]], "60000")) },
      "payment-file: P202606-A 60000≠60001",
    ],
    [
      "a payment that is not in the file",
      { paymentFiles: filed(file([], "60000")) },
      "payment-file: P202606-A 60000≠null",
    ],
    [
      "a payment that is in the file only",
      {
        paymentFiles: filed(
          file(
            [
              ["P202606-A", "60000"],
              ["P202606-X", "1"],
            ],
            "60000",
          ),
        ),
      },
      "payment-file: P202606-X null≠1",
    ],
    ["a file that cannot be read", { paymentFiles: filed("") }, "payment-file: P202606-A 60000≠null"],
  ])("sees %s", (_, change, difference) => {
    expect(told(compareMonth(book(change)))).toContain(difference);
  });
});
