import { claim, claimedThrough } from "../../../functions/settlement/booking/claim.ts";
import { movementsOf } from "../../../functions/settlement/booking/fund.ts";
import type { Manifest } from "../../../functions/settlement/booking/manifest-store.ts";
import { instructionFor } from "../../../functions/settlement/payment/balance.ts";
import { instructed } from "../../../functions/settlement/payment/instructed.ts";
import { applyReturn, paymentIdFor } from "../../../functions/settlement/payment/payment.ts";
import { settlementStore } from "../../../functions/settlement/store.ts";
import { bookPeople } from "../../../functions/subsidy/book.ts";
import type { PersonFacts } from "../../../functions/subsidy/facts.ts";
import type { Gatherer } from "../../../functions/subsidy/gather.ts";
import { defaultPolicy } from "../../../functions/subsidy/policy.ts";
import { subsidyStore } from "../../../functions/subsidy/store.ts";
import { ulid } from "../../../shared/runtime/ids.ts";
import { ConditionFailed, openTable } from "../../../shared/runtime/table.ts";
import { sumFen } from "../../../shared/values/money.ts";
import { createTable } from "../../conformance/servers.ts";

export const FIRM = "91411200MA9X00011W";
export const MONTHS = ["2026-01", "2026-02", "2026-03"];
export const PEOPLE = ["p1", "p2"];
export const RATE = defaultPolicy.rateFen;
const AT = new Date("2026-04-02T09:00:00+08:00");

export interface Model {
  /** By person and month. */
  worth: Map<string, number>;
  /** Month by month. */
  settled: number[];
  /** How many months were instructed or passed over, as a later one was. */
  instructed: number;
  payments: { month: string; fen: number; status: string }[];
}

export type RealBooks = Awaited<ReturnType<typeof openBooks>>;

/** The real stores and the real domain over tables of their own, with files that say what they are told to. */
export async function openBooks(url: string, name: string) {
  const [subsidyTable, settlementTable] = [`${name}Subsidy`, `${name}Settlement`];
  await Promise.all([createTable(url, subsidyTable), createTable(url, settlementTable)]);
  const [subsidy, settlement] = [subsidyStore(subsidyTable), settlementStore(settlementTable)];
  const policy = { pk: "POLICIES", sk: `internship#${defaultPolicy.version}`, policy: defaultPolicy };
  await openTable(subsidyTable).put({ ...policy, status: "published", version: 1 });
  const said = new Map<string, number>();
  const keys = PEOPLE.flatMap((subjectId) => MONTHS.map((period) => ({ subjectId, period })));

  const gather: Gatherer = {
    months: async () => [],
    named: async () => new Map(),
    likelyMonths: (people) => keys.filter(({ subjectId }) => people.includes(subjectId)),
    monthsOf: () => [...MONTHS],
    facts: async (people) => people.map((person) => factsOf(person, said)),
  };

  async function writeManifest(month: string): Promise<void> {
    const others = (await settlement.manifestsOf(FIRM)).filter(({ period }) => period !== month);
    let claimed = new Map<string, number>();
    for (const other of others) claimed = claimedThrough(claimed, await settlement.lines(other));
    const lines = claim(await subsidy.accounts(keys), claimed, FIRM, month);
    const totalFen = sumFen(lines.map(({ amountFen }) => amountFen));
    const numbers = { lines: lines.length, totalFen, movements: movementsOf(lines) };
    const run = { runId: "run", attempt: ulid(AT), hash: "", previousHash: "" };
    const manifest: Manifest = { uscc: FIRM, period: month, ...run, ...numbers };
    await settlement.writeManifest(manifest, lines, [], AT);
  }

  return {
    async say(person: string, month: string, days: number, workers: number): Promise<void> {
      said.set(`${person} ${month}`, days);
      const cause = { kind: "upload", id: `${said.size}` };
      await Promise.all(
        Array.from({ length: workers }, () => bookPeople([person], cause, AT, subsidy, gather)),
      );
    },

    async booked(subjectId: string, period: string): Promise<number> {
      const [account] = await subsidy.accounts([{ subjectId, period }]);
      return sumFen((account?.entries ?? []).map(({ amountFen }) => amountFen));
    },

    close: (month: string) => writeManifest(month).catch(unlessThere),
    manifestFen: async (month: string) => (await settlement.manifest(FIRM, month))?.totalFen,

    async pay(month: string): Promise<void> {
      const payee = await settlement.payee(FIRM);
      if (payee.through >= month) return;
      // without a limit on any fund, all that is claimed is settled
      const settledFen = sumFen((await settlement.manifestsOf(FIRM)).map(({ totalFen }) => totalFen));
      const { payments, demands } = payee;
      const position = { settledFen, addedFen: () => 0, payments, demands, recovery: "net" as const };
      const instruction = instructionFor(position);
      const to = instruction.payFen > 0 ? ACCOUNT : null;
      const occasion = { uscc: FIRM, period: month, to, instructedAt: AT.toISOString(), at: AT };
      await settlement.instruct(payee, instructed(instruction, occasion), AT).catch(unlessThere);
    },

    async answer(month: string, amountFen: number, status: "paid" | "returned"): Promise<string> {
      const payment = (await settlement.payee(FIRM)).payments.find(({ period }) => period === month);
      const line = { row: 2, paymentId: paymentIdFor(month, FIRM), status, amountFen };
      const outcome = applyReturn(payment, { ...line, reason: "", bankRef: status, date: "2026-04-20" });
      if (outcome === "same") return "same";
      if ("code" in outcome) return outcome.code;
      await settlement.bookReturns([outcome], AT);
      return "booked";
    },

    payments: async () =>
      (await settlement.payee(FIRM)).payments.map(({ period, amountFen, status }) => ({
        month: period,
        fen: amountFen,
        status,
      })),
  };
}

const unlessThere = (cause: unknown): void => {
  if (!(cause instanceof ConditionFailed)) throw cause;
};

const ACCOUNT = { account: "sealed", accountMasked: "6200****0001", bankCode: "313505000001" };

function factsOf(personId: string, said: ReadonlyMap<string, number>): PersonFacts {
  const placementId = `${FIRM}-${personId}`;
  const sheets = MONTHS.flatMap((period) => {
    const days = Array.from({ length: said.get(`${personId} ${period}`) ?? 0 }, (_, day) => ({
      date: `${period}-${String(day + 1).padStart(2, "0")}`,
      basis: "stated" as const,
      minutes: 480,
      status: "present" as const,
    }));
    return days.length === 0 ? [] : [{ placementId, period, sequence: 1, uploadId: "upload", days }];
  });
  const certified = { validFrom: "2026-01-01", validTo: "2026-12-31" };
  return {
    personId,
    placements: [{ placementId, uscc: FIRM, scheme: "internship", start: "2026-01-01", end: "2026-12-31" }],
    sheets,
    certifications: [{ uscc: FIRM, kind: "internship-compliant", status: "approved", ...certified }],
  };
}
