import { pageOf } from "../../../shared/runtime/pages.ts";
import type { Period } from "../../../shared/values/period.ts";
import { type Account, type Entry, subsidyQueries } from "../../subsidy/queries.ts";
import type { SettlementStore } from "../store.ts";

interface AccrualsQuery {
  uscc: string;
  period: Period;
  limit: number;
  cursor: string | undefined;
}

/** The entries of an enterprise for one earned month, with the month that booked each, or none yet. */
export async function accrualsPage({ uscc, period, limit, cursor }: AccrualsQuery, store: SettlementStore) {
  const accounts = await subsidyQueries().accountsOf(uscc, period);
  const bookedIn = await bookings(uscc, period, store);
  const entries = accounts.flatMap((account) =>
    account.entries.filter((entry) => entry.uscc === uscc).map((entry) => viewOf(account, entry, bookedIn)),
  );
  entries.sort((a, b) =>
    a.placementId === b.placementId ? a.n - b.n : a.placementId < b.placementId ? -1 : 1,
  );
  return pageOf(entries, { limit, cursor });
}

type Bookings = { period: Period; subjectId: string; toN: number }[];

/** What manifests from that month on have claimed of it, earliest first. */
async function bookings(uscc: string, earned: Period, store: SettlementStore): Promise<Bookings> {
  const manifests = (await store.manifestsOf(uscc)).filter(({ period }) => period >= earned);
  const claimed = await Promise.all(
    manifests.map(async (manifest) => {
      const lines = (await store.lines(manifest)).filter(({ earnedPeriod }) => earnedPeriod === earned);
      return lines.map(({ subjectId, toN }) => ({ period: manifest.period, subjectId, toN }));
    }),
  );
  return claimed.flat();
}

function viewOf({ subjectId, period }: Account, entry: Entry, bookedIn: Bookings) {
  const booking = bookedIn.find((one) => one.subjectId === subjectId && one.toN >= entry.n);
  return { ...entry, earnedPeriod: period, bookedPeriod: booking?.period ?? null };
}
