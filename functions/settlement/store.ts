import type { Envelope } from "../../events/envelope.ts";
import type { Change } from "../../shared/runtime/audit.ts";
import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { chunk, openTable, type Write } from "../../shared/runtime/table.ts";
import type { Fen } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Line } from "./claim.ts";
import type { Payment } from "./payment.ts";
import { openPeriod, type SettlementPeriod } from "./period.ts";

/** What one enterprise is settled in one month; its lines lie in chunks of the attempt that came first. */
export interface Manifest {
  uscc: string;
  period: Period;
  runId: string;
  attempt: string;
  lines: number;
  totalFen: Fen;
  /** Of the previous manifest's hash and these lines: the enterprise's journal as a chain. */
  hash: string;
  previousHash: string;
}

/** What an enterprise was ever paid, and the version of that list. */
export interface Payee {
  version: number;
  payments: Payment[];
}

export type Mark = "EXPECTED" | "RECOMPUTED" | "SETTLED" | "FAILED" | "HELD";

/** A payment that could not be instructed; its amount stays in the payee's balance. */
export interface Held {
  uscc: string;
  code: string;
  zh: string;
  en: string;
  amountFen: Fen;
}

/** The run under which a month's payments are made and held. */
export const paymentsRun = (period: Period): string => `instruct-${period}`;

const LINES_PER_CHUNK = 200;
const periodKey = (period: Period) => ({ pk: `PERIOD#${period}`, sk: "HEAD" });
const manifestKey = (uscc: string, period: Period) => ({ pk: `MANIFESTS#${uscc}`, sk: period });
const linesPk = (uscc: string, period: Period) => `LINES#${uscc}#${period}`;
const paymentKey = ({ uscc, period }: { uscc: string; period: Period }) => ({
  pk: `PAYEE#${uscc}`,
  sk: `PAYMENT#${period}`,
});

export function settlementStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    period: async (period: Period): Promise<SettlementPeriod> =>
      (await table.get<SettlementPeriod>(periodKey(period))) ?? openPeriod(period),

    /** @throws ConditionFailed when the month has moved on meanwhile */
    async movePeriod(
      next: SettlementPeriod,
      change: Omit<Change, "subject">,
      tell: Envelope[],
      at: Date,
    ): Promise<void> {
      const item = { ...periodKey(next.period), ...next };
      const when = next.version === 1 ? ("absent" as const) : { version: next.version - 1 };
      await commit(table, {
        writes: [{ put: item, when }],
        changes: [{ subject: `period/${next.period}`, ...change }],
        tell,
        at,
      });
    },

    /** Marks of a run, keyed by enterprise: said twice they are one. */
    mark: (runId: string, mark: Mark, uscc: string, note: object = {}) =>
      table.put({ pk: `RUN#${runId}`, sk: `${mark}#${uscc}`, uscc, ...note }),
    unmark: (runId: string, mark: Mark, uscc: string) =>
      table.remove({ pk: `RUN#${runId}`, sk: `${mark}#${uscc}` }),
    marks: <T = { uscc: string }>(runId: string, mark: Mark) =>
      table.all<T>({ pk: `RUN#${runId}`, prefix: `${mark}#` }),

    manifest: (uscc: string, period: Period) => table.get<Manifest>(manifestKey(uscc, period)),
    manifestsOf: (uscc: string) => table.all<Manifest>({ pk: `MANIFESTS#${uscc}` }),

    /** Of everybody the month's close has waited for, by USCC. */
    async manifests(period: Period): Promise<Manifest[]> {
      const usccs = await this.participants(period);
      const found = await table.batchGet<Manifest>(usccs.map((uscc) => manifestKey(uscc, period)));
      return found.toSorted((a, b) => (a.uscc < b.uscc ? -1 : 1));
    },

    async participants(period: Period): Promise<string[]> {
      const { runId } = await this.period(period);
      return runId ? (await this.marks(runId, "EXPECTED")).map(({ uscc }) => uscc) : [];
    },
    manifestPage: (period: Period, limit: number, cursor?: string) =>
      table.page<Manifest>({ pk: `MANIFESTS#${period}`, index: "gsi1", limit, cursor }),

    async lines({ uscc, period, attempt }: Manifest): Promise<Line[]> {
      const chunks = await table.all<{ lines: Line[] }>({ pk: linesPk(uscc, period), prefix: `${attempt}#` });
      return chunks.flatMap(({ lines }) => lines);
    },

    /** The lines under their attempt first, then the one write that makes them the booking. @throws ConditionFailed */
    async writeManifest(
      manifest: Manifest,
      lines: readonly Line[],
      tell: Envelope[],
      at: Date,
    ): Promise<void> {
      const { uscc, period, attempt } = manifest;
      await table.batchPut(
        chunk(lines, LINES_PER_CHUNK).map((some, index) => ({
          pk: linesPk(uscc, period),
          sk: `${attempt}#${String(index).padStart(5, "0")}`,
          lines: some,
        })),
      );
      const item = { ...manifestKey(uscc, period), gsi1pk: `MANIFESTS#${period}`, gsi1sk: uscc, ...manifest };
      await commit(table, {
        writes: [{ put: item, when: "absent" }],
        changes: [
          { subject: `manifest/${period}/${uscc}`, action: "manifest.written", to: manifest.totalFen },
        ],
        tell,
        at,
      });
    },

    /** Read by key, so that what was just written is seen. */
    async payments(period: Period): Promise<Payment[]> {
      const usccs = await this.participants(period);
      const found = await table.batchGet<Payment>(usccs.map((uscc) => paymentKey({ uscc, period })));
      return found.toSorted((a, b) => (a.uscc < b.uscc ? -1 : 1));
    },

    /** All payments to an enterprise; the version stands for the list, so that none is added unseen. */
    async payee(uscc: string): Promise<Payee> {
      const items = await table.all<Payment & { sk: string }>({ pk: `PAYEE#${uscc}` });
      const head = items.find(({ sk }) => sk === "HEAD");
      return { version: head?.version ?? 0, payments: items.filter(({ sk }) => sk !== "HEAD") };
    },

    /** @throws ConditionFailed when another payment to the enterprise was made meanwhile */
    async addPayment(payment: Payment, payee: Payee, at: Date): Promise<void> {
      const head = { pk: `PAYEE#${payment.uscc}`, sk: "HEAD", version: payee.version + 1 };
      await commit(table, {
        writes: [
          { put: head, when: payee.version === 0 ? "absent" : { version: payee.version } },
          paymentWrite(payment),
        ],
        changes: [
          { subject: `payment/${payment.paymentId}`, action: "payment.instructed", to: payment.amountFen },
        ],
        at,
      });
    },

    /** @throws ConditionFailed when another return came first */
    async bookReturns(payments: readonly Payment[], at: Date): Promise<void> {
      for (const some of chunk(payments, 40)) {
        await commit(table, {
          writes: some.map(paymentWrite),
          changes: some.map(({ paymentId, status, reason }) => ({
            subject: `payment/${paymentId}`,
            action: `payment.${status}`,
            from: "instructed",
            to: status,
            why: reason ?? "",
          })),
          at,
        });
      }
    },

    fileReady: (period: Period, name: string) =>
      table.put({ pk: `PERIOD#${period}`, sk: `FILE#${name}`, name }),
    files: async (period: Period): Promise<string[]> =>
      (await table.all<{ name: string }>({ pk: `PERIOD#${period}`, prefix: "FILE#" })).map(
        ({ name }) => name,
      ),
  };
}

export type SettlementStore = ReturnType<typeof settlementStore>;

const paymentWrite = (payment: Payment): Write => ({
  put: { ...paymentKey(payment), ...payment },
  when: payment.version === 1 ? "absent" : { version: payment.version - 1 },
});
