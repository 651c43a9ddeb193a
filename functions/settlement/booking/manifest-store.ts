import type { Envelope } from "../../../events/envelope.ts";
import { commit } from "../../../shared/runtime/commit.ts";
import { packed, unpacked } from "../../../shared/runtime/packed.ts";
import { chunk, type Table } from "../../../shared/runtime/table.ts";
import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { control } from "../ledger/control.ts";
import type { MonthStore } from "../month/month-store.ts";
import type { Line } from "./claim.ts";
import type { Fund, Movement } from "./fund.ts";

/** What one enterprise claims in one month; its lines lie in chunks of the attempt that came first. */
export interface Manifest {
  uscc: string;
  period: Period;
  runId: string;
  attempt: string;
  lines: number;
  /** What its lines claim; what is paid of it, the month's allocation says. */
  totalFen: Fen;
  /** The same, fund by fund. */
  movements: Record<Fund, Movement>;
  /** Of the previous manifest's hash and these lines: the enterprise's journal as a chain. */
  hash: string;
  previousHash: string;
}

/** Packed they take some eighty bytes each. */
const LINES_PER_CHUNK = 1_000;
const manifestKey = (uscc: string, period: Period) => ({ pk: `MANIFESTS#${uscc}`, sk: period });
const linesPk = (uscc: string, period: Period) => `LINES#${uscc}#${period}`;

/** The manifests, each written once, and their lines. */
export function manifestStore(table: Table, { participants }: MonthStore) {
  return {
    manifest: (uscc: string, period: Period) => table.get<Manifest>(manifestKey(uscc, period)),
    manifestsOf: (uscc: string) => table.all<Manifest>({ pk: `MANIFESTS#${uscc}` }),

    /** Of everybody the month's close has waited for, by USCC. */
    async manifests(period: Period): Promise<Manifest[]> {
      const usccs = await participants(period);
      const found = await table.batchGet<Manifest>(usccs.map((uscc) => manifestKey(uscc, period)));
      return found.toSorted((a, b) => (a.uscc < b.uscc ? -1 : 1));
    },

    manifestPage: (period: Period, limit: number, cursor?: string) =>
      table.page<Manifest>({ pk: `MANIFESTS#${period}`, index: "gsi1", limit, cursor }),

    async lines({ uscc, period, attempt }: Manifest): Promise<Line[]> {
      type Chunk = { lines: string | Line[] };
      const chunks = await table.all<Chunk>({ pk: linesPk(uscc, period), prefix: `${attempt}#` });
      // those of earlier releases are not packed
      return chunks.flatMap(({ lines }) => (typeof lines === "string" ? unpacked<Line[]>(lines) : lines));
    },

    /** The lines under their attempt first, then the one write that makes them the booking. @throws ConditionFailed */
    async writeManifest(
      manifest: Manifest,
      lines: readonly Line[],
      tell: Envelope[],
      at: Date,
    ): Promise<void> {
      const { uscc, period, attempt, totalFen } = manifest;
      await table.batchPut(
        chunk(lines, LINES_PER_CHUNK).map((some, index) => ({
          pk: linesPk(uscc, period),
          sk: `${attempt}#${String(index).padStart(5, "0")}`,
          lines: packed(some),
        })),
      );
      const item = { ...manifestKey(uscc, period), gsi1pk: `MANIFESTS#${period}`, gsi1sk: uscc, ...manifest };
      await commit(table, {
        writes: [
          { put: item, when: "absent" },
          control(uscc, period, { owedFen: totalFen, lines: lines.length, manifests: 1 }),
        ],
        changes: [{ subject: `manifest/${period}/${uscc}`, action: "manifest.written", to: totalFen }],
        tell,
        at,
      });
    },
  };
}
