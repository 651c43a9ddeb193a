import { setting } from "../../shared/runtime/config.ts";
import type { Fen } from "../../shared/values/money.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Line } from "./booking/claim.ts";
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

    manifests: async (period: Period): Promise<SettledEnterprise[]> =>
      (await store.manifests(period)).map(({ uscc, totalFen, lines }) => ({ uscc, totalFen, lines })),

    /** Every line booked in the month, enterprise by enterprise. */
    async *lines(period: Period): AsyncGenerator<Line & { uscc: string }> {
      for (const manifest of await store.manifests(period)) {
        for (const line of await store.lines(manifest)) yield { ...line, uscc: manifest.uscc };
      }
    },
  };
}
