import type { Word } from "../../functions/attendance/standing.ts";
import type { AttendanceStore } from "../../functions/attendance/store.ts";
import { isAccepted, rootOf, type Upload } from "../../functions/attendance/upload.ts";
import { Comparing, type Outcome } from "../../functions/settlement/ledger/comparison.ts";
import type { Period } from "../../shared/values/period.ts";
import type { ReadAgain } from "./read-again.ts";

/** What the record of each upload says of its file, against what its bytes say today. */
export function compareFiles(uscc: string, files: readonly ReadAgain[]): Outcome {
  const comparing = new Comparing("files", uscc);
  for (const { stored, derived } of files) {
    const { id, period } = stored;
    comparing.statement(period, `${id} status`, derived?.status ?? null, stored.status);
    comparing.statement(period, `${id} code`, derived?.code ?? null, stored.code);
    for (const counted of ["total", "accepted", "rejected"] as const)
      comparing.statement(
        period,
        `${id} rows ${counted}`,
        derived?.rows[counted] ?? null,
        stored.rows[counted],
      );
  }
  return comparing.outcome;
}

/** The stored words that each upload's current reading stands for, against what its bytes say today. */
export async function compareSheets(
  uscc: string,
  period: Period,
  files: readonly ReadAgain[],
  store: AttendanceStore,
): Promise<Outcome> {
  const comparing = new Comparing("sheets", uscc);
  const stored = await storedWords(uscc, period, store);
  const readings = new Map((await store.uploads(uscc, period)).map((one) => [one.sequence, one.reading]));
  for (const { stored: upload, words } of files) {
    if (!isAccepted(upload)) continue;
    const root = rootOf(upload);
    const said = new Map(words.map((word) => [word.placementId, word]));
    const kept = stored.get(`${root}#${readings.get(root)}`) ?? new Map<string, Word>();
    for (const placementId of new Set([...said.keys(), ...kept.keys()]))
      compareWord(comparing, upload, said.get(placementId), kept.get(placementId));
  }
  return comparing.outcome;
}

function compareWord(
  comparing: Comparing,
  { id, period }: Upload,
  said: Word | undefined,
  kept: Word | undefined,
): void {
  const subject = `${id} ${said?.placementId ?? kept?.placementId}`;
  const there = (word: Word | undefined): string => (word ? word.personId : "no word");
  comparing.statement(period, `${subject} personId`, there(said), there(kept));
  comparing.statement(period, `${subject} days`, said?.days ?? null, kept?.days ?? null);
  comparing.statement(period, `${subject} violations`, said?.violations ?? null, kept?.violations ?? null);
}

/** By the reading they belong to, then by placement. */
async function storedWords(
  uscc: string,
  period: Period,
  store: AttendanceStore,
): Promise<Map<string, Map<string, Word>>> {
  const month = await store.month(uscc, period);
  const shards = Array.from({ length: month?.shards ?? 0 }, (_, shard) => store.words(uscc, period, shard));
  const words = (await Promise.all(shards)).flat();
  const byReading = Map.groupBy(words, ({ sequence, reading }) => `${sequence}#${reading}`);
  return new Map(
    [...byReading].map(([key, some]) => [key, new Map(some.map((word) => [word.placementId, word]))]),
  );
}
