import { pageThrough } from "../enterprise-pages.ts";
import type { SettlementStore } from "../store.ts";
import type { Waiting } from "./allocate.ts";
import type { AllocationHead, FundMonth } from "./allocation-store.ts";
import { partsOf } from "./fund.ts";

/** A month's funds and a page of what waits, enterprise by enterprise, each line with its place in its fund's line. */
export async function allocationView(
  allocation: AllocationHead,
  limit: number,
  cursor: string | undefined,
  store: SettlementStore,
) {
  const shares = allocation.shares > 0 ? await store.shares(allocation) : [];
  const usccs = shares.filter(({ waitingLines }) => waitingLines > 0).map(({ uscc }) => uscc);
  const linesOf = async (uscc: string) => (await store.waiting(allocation, uscc)).map(waitingView);
  const waiting = await pageThrough(usccs, linesOf, limit, cursor);
  return { period: allocation.period, funds: allocation.funds.map(fundView), waiting };
}

const fundView = ({ fund, capFen, ...numbers }: FundMonth) => ({
  ...partsOf(fund),
  ...numbers,
  enterpriseCapFen: capFen,
});

const waitingView = ({
  place,
  uscc,
  placementId,
  scheme,
  earnedPeriod,
  sequence,
  waitingFen,
  why,
}: Waiting) => ({
  place,
  uscc,
  placementId,
  scheme,
  earnedPeriod,
  sequence,
  waitingFen,
  why,
});
