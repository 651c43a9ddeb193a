import { chunk, type Table, type Write } from "../../../shared/runtime/table.ts";
import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { Limits, Waiting } from "./allocate.ts";
import type { Fund } from "./fund.ts";
import type { Share } from "./shares.ts";

/** What a month did to one fund. */
export interface FundMonth extends Limits {
  fund: Fund;
  /** By all earlier months, less what came back. */
  grantedBeforeFen: Fen;
  grantedFen: Fen;
  returnedFen: Fen;
  /** After the month. */
  waitingFen: Fen;
}

/** A month's allocation: the funds, and under its attempt the shares of those for whom something waits or waited. */
export interface AllocationHead {
  period: Period;
  runId: string;
  attempt: string;
  /** The month before in the chain of allocations. */
  previous: { period: Period; attempt: string } | null;
  funds: FundMonth[];
  /** How many; none where nothing waits before or after. */
  shares: number;
  totals: { enterprises: number; lines: number; amountFen: Fen };
  /** Of all manifests' hashes: what this allocation has shared out. */
  claimsHash: string;
  /** Of the previous allocation's hash, the claims, the funds and the shares: the evidence as a chain. */
  hash: string;
  previousHash: string;
}

const LINES_PER_CHUNK = 200;
const CHAIN = "ALLOCATIONS";
const CHAIN_END = { pk: CHAIN, sk: "END" };
/** Which record: a month and the attempt that came first. */
type Which = Pick<AllocationHead, "period" | "attempt">;

const sharesPk = ({ period, attempt }: Which) => `SHARES#${period}#${attempt}`;
const waitingPk = (uscc: string) => `WAITING#${uscc}`;
const waitingPrefix = ({ period, attempt }: Which) => `${period}#${attempt}#`;

/** Allocations, each written once; what waits lies by enterprise, so that nobody has to read the whole list for one. */
export function allocationStore(table: Table) {
  return {
    allocation: (period: Period) => table.get<AllocationHead>({ pk: CHAIN, sk: period }),

    /** The latest allocation of a month up to this one, this one included. */
    async allocationUpTo(period: Period): Promise<AllocationHead | undefined> {
      const { items } = await table.page<AllocationHead>({
        pk: CHAIN,
        to: period,
        newestFirst: true,
        limit: 1,
      });
      return items[0];
    },

    /** How many there are, and the month of the last: the next one is written on condition that it stays so. */
    chainEnd: () => table.get<{ period: Period; version: number }>(CHAIN_END),

    shares: (which: Which) => table.all<Share>({ pk: sharesPk(which) }),
    share: (which: Which, uscc: string) => table.get<Share>({ pk: sharesPk(which), sk: uscc }),

    /** What waits for an enterprise after that allocation. */
    async waiting(which: Which, uscc: string): Promise<Waiting[]> {
      const query = { pk: waitingPk(uscc), prefix: waitingPrefix(which) };
      return (await table.all<{ lines: Waiting[] }>(query)).flatMap(({ lines }) => lines);
    },

    /** Under an attempt of their own, which nobody reads before an allocation names it. */
    async writeShares(
      which: Which,
      shares: readonly Share[],
      waiting: ReadonlyMap<string, readonly Waiting[]>,
    ) {
      await table.batchPut(
        [...waiting].flatMap(([uscc, list]) =>
          chunk(list, LINES_PER_CHUNK).map((lines, index) => ({
            pk: waitingPk(uscc),
            sk: `${waitingPrefix(which)}${String(index).padStart(5, "0")}`,
            lines,
          })),
        ),
      );
      await table.batchPut(shares.map((share) => ({ pk: sharesPk(which), sk: share.uscc, ...share })));
    },
  };
}

/** The two writes that make an allocation stand, next in the chain; they go with the month's own. */
export const allocationWrites = (head: AllocationHead, chainVersion: number): Write[] => [
  { put: { pk: CHAIN, sk: head.period, ...head }, when: "absent" },
  {
    put: { ...CHAIN_END, period: head.period, version: chainVersion + 1 },
    when: chainVersion === 0 ? "absent" : { version: chainVersion },
  },
];
