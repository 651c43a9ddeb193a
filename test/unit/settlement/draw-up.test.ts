import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Limits } from "../../../functions/settlement/booking/allocate.ts";
import type { Line } from "../../../functions/settlement/booking/claim.ts";
import { type Books, type DrawnUp, drawUp } from "../../../functions/settlement/booking/draw-up.ts";
import { movementsOf } from "../../../functions/settlement/booking/fund.ts";
import type { Manifest } from "../../../functions/settlement/booking/manifest-store.ts";
import { type Closed, city, closeAll, MONTHS, of, total, USCCS } from "./months.ts";

const LIMITLESS: Limits = { budgetFen: null, capFen: null };

/** Settlement's books in memory; they note whose lines were read. */
class MemoryBooks implements Books {
  readonly read: string[] = [];
  readonly #manifests: Manifest[] = [];
  readonly #lines = new Map<string, Line[]>();
  readonly #drawn = new Map<string, DrawnUp>();

  claim(uscc: string, period: string, lines: Line[]): void {
    const totals = { lines: lines.length, totalFen: total(lines), movements: movementsOf(lines) };
    const manifest = {
      uscc,
      period,
      runId: "run",
      attempt: "1",
      ...totals,
      hash: `${uscc}${period}`,
      previousHash: "",
    };
    this.#manifests.push(manifest);
    this.#lines.set(manifest.hash, lines);
  }
  keep(drawn: DrawnUp): void {
    this.#drawn.set(drawn.head.period, drawn);
  }
  manifests = async (period: string) => this.#manifests.filter((one) => one.period === period);
  manifestsOf = async (uscc: string) => of(uscc, this.#manifests);
  lines = async ({ uscc, hash }: Manifest) => {
    this.read.push(uscc);
    return this.#lines.get(hash) ?? [];
  };
  shares = async ({ period }: { period: string }) => this.#drawn.get(period)?.shares ?? [];
  waiting = async ({ period }: { period: string }, uscc: string) =>
    this.#drawn.get(period)?.waiting.get(uscc) ?? [];
}

/** Draws every month up from the books that the months before have left. */
async function drawAll(months: readonly Closed[]): Promise<{ drawn: DrawnUp[]; books: MemoryBooks }> {
  const books = new MemoryBooks();
  const drawn: DrawnUp[] = [];
  for (const [index, { claims, limits }] of months.entries()) {
    const period = MONTHS[index] ?? "";
    for (const uscc of USCCS) books.claim(uscc, period, of(uscc, claims));
    const month = { period, runId: "run", attempt: String(index) };
    const one = await drawUp(month, drawn.at(-1)?.head, () => limits, books);
    books.keep(one);
    drawn.push(one);
  }
  return { drawn, books };
}

describe("an allocation drawn up from the books", () => {
  it("says what the lines say, though it reads no more of them than it has to", async () => {
    await fc.assert(
      fc.asyncProperty(city, async ({ histories, limits }) => {
        const months = closeAll(histories, limits);
        const { drawn } = await drawAll(months);
        for (const [index, { head, waiting }] of drawn.entries()) {
          const month = months[index] as Closed;
          expect([...waiting.values()].flat().toSorted((a, b) => a.place - b.place)).toEqual(month.waiting);
          expect(head.totals.amountFen).toBe(total(month.lines));
          expect(head.totals.lines).toBe(month.lines.length);
          for (const { grantedBeforeFen, grantedFen, returnedFen } of head.funds) {
            expect(grantedBeforeFen).toBe(month.grantedBefore);
            expect(grantedFen - returnedFen).toBe(total(month.lines));
          }
        }
      }),
    );
  });

  it("reads no line while nobody has ever set a limit", async () => {
    await fc.assert(
      fc.asyncProperty(city, async ({ histories }) => {
        const { drawn, books } = await drawAll(closeAll(histories, Array(MONTHS.length).fill(LIMITLESS)));
        expect(books.read).toEqual([]);
        expect(drawn.flatMap(({ shares }) => shares)).toEqual([]);
      }),
    );
  });

  it("is the same whoever draws it up, and however often; each carries the hash of the one before", async () => {
    await fc.assert(
      fc.asyncProperty(city, async ({ histories, limits }) => {
        const months = closeAll(histories, limits);
        const [one, other] = [await drawAll(months), await drawAll(months)];
        expect(other.drawn).toEqual(one.drawn);
        const chain = one.drawn.map(({ head }) => head);
        expect(chain.map(({ previousHash }) => previousHash)).toEqual([
          "",
          ...chain.slice(0, -1).map(({ hash }) => hash),
        ]);
        expect(new Set(chain.map(({ hash }) => hash)).size).toBe(chain.length);
      }),
      { numRuns: 25 },
    );
  });
});
