import { setting } from "../../shared/runtime/config.ts";
import type { Fen } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import { type SettledLine as Line, settledLines, settlementsOf } from "./booking/settled.ts";
import type { PeriodStatus } from "./month/period.ts";
import { settlementStore } from "./store.ts";

export type { Line };

export interface SettledEnterprise {
  uscc: string;
  totalFen: Fen;
  lines: number;
}

export interface PeriodSummary {
  period: Period;
  status: PeriodStatus;
  publishedAt: string | null;
  settledAt: string | null;
}

/** What other contexts may read of settlements. */
export function settlementQueries() {
  const store = settlementStore(setting("SETTLEMENT_TABLE"));
  return {
    /** `undefined` while nobody has begun to close the month. */
    async period(period: Period): Promise<PeriodSummary | undefined> {
      const { version, status, publishedAt, settledAt } = await store.period(period);
      return version === 0 ? undefined : { period, status, publishedAt, settledAt };
    },

    /** Nobody before the month is allocated. */
    manifests: async (period: Period): Promise<SettledEnterprise[]> =>
      (await settlementsOf(period, store)).map(({ manifest: { uscc }, totalFen, lines }) => ({
        uscc,
        totalFen,
        lines,
      })),

    /** Every line of the month with what it pays, enterprise by enterprise; none before the month is allocated. */
    async *lines(period: Period): AsyncGenerator<Line & { uscc: string }> {
      for (const manifest of await store.manifests(period)) {
        for (const line of await settledLines(manifest, store)) yield { ...line, uscc: manifest.uscc };
      }
    },
  };
}
