import { invalidCursor } from "../../shared/runtime/cursor.ts";
import { type Filing, isFiled } from "./filing.ts";
import { decodeDays, decodeViolations } from "./sheet.ts";
import { type StandingWord, standingWords, type Word } from "./standing.ts";
import type { attendanceStore, Month } from "./store.ts";
import { isFinal } from "./upload.ts";

type Store = ReturnType<typeof attendanceStore>;

/** What a shard's words were, and as of which uploads. */
export interface ShardReading {
  asOf: string;
  words: Word[];
  standing: StandingWord[];
}

/**
 * The words that were ever said in one shard of an enterprise's month, and those of them that stand.
 * @param before what the same shard said at an earlier reading; it is not read again while the same uploads have ended
 * with the same versions, since whatever an upload says is written before it ends
 */
export async function readShard(
  store: Store,
  { uscc, period }: Month,
  shard: number,
  before?: ShardReading,
): Promise<ShardReading> {
  // in this order: an upload that is seen to stand has all of its words written
  const uploads = await store.uploads(uscc, period);
  const asOf = uploads
    .filter(isFinal)
    .map(({ sequence, version }) => `${sequence}#${version}`)
    .join();
  if (before?.asOf === asOf) return before;
  const words = await store.words(uscc, period, shard);
  return { asOf, words, standing: standingWords(words, uploads) };
}

/** Every placement that was ever named, with its person. */
export const namedIn = ({ words }: ShardReading): Map<string, string> =>
  new Map(words.map(({ placementId, personId }) => [placementId, personId]));

export interface StudentMonthPage {
  uscc: string;
  period: string;
  limit: number;
  cursor: string | undefined;
}

/** A page of student-months in order of shard and placement; the cursor says where to go on. */
export async function studentMonths(store: Store, { uscc, period, limit, cursor }: StudentMonthPage) {
  const month = await store.month(uscc, period);
  if (!month) return { items: [], cursor: null };
  const filings = await store.filings(uscc);
  const items: ReturnType<typeof viewOf>[] = [];
  const start = startOf(cursor);
  for (let shard = start.shard; shard < month.shards; shard++) {
    const { standing } = await readShard(store, month, shard);
    for (const word of standing.toSorted((a, b) => (a.placementId < b.placementId ? -1 : 1))) {
      if (shard === start.shard && word.placementId <= start.after) continue;
      if (items.length === limit) return { items, cursor: cursorAt(shard, items.at(-1)?.placementId ?? "") };
      items.push(viewOf(word, period, filings));
    }
  }
  return { items, cursor: null };
}

function viewOf(word: StandingWord, period: string, filings: readonly Filing[]) {
  return {
    placementId: word.placementId,
    period,
    ...saidBy(word, period),
    by: word.by ?? null,
    late: word.late,
    disputed: word.disputed !== null,
    violations: violationsOf(word, period, filings),
    records: decodeDays(word.days, period),
    earlier: word.earlier.toReversed().map((before) => saidBy(before, period)),
  };
}

/** An upload of the chain, and on how many days the student was there by its word. */
function saidBy({ uploadId, effective, days }: StandingWord, period: string) {
  const present = decodeDays(days, period).filter(
    ({ status, minutes }) => PRESENT.has(status) && minutes > 0,
  );
  return { uploadId, sequence: effective, days: present.length };
}

/** What a word's file broke of the rules of internship; cleared where it was filed, even afterwards. */
export const violationsOf = (word: StandingWord, period: string, filings: readonly Filing[]) =>
  decodeViolations(word.violations, period).map((one) => ({ ...one, cleared: isFiled(one, filings) }));

const PRESENT: ReadonlySet<string> = new Set(["present", "late", "left-early"]);

const cursorAt = (shard: number, after: string): string =>
  Buffer.from(`${shard} ${after}`).toString("base64url");

function startOf(cursor: string | undefined): { shard: number; after: string } {
  if (!cursor) return { shard: 0, after: "" };
  const match = /^(\d{1,4}) ([0-9A-Z-]*)$/.exec(Buffer.from(cursor, "base64url").toString());
  if (match) return { shard: Number(match[1]), after: match[2] ?? "" };
  throw invalidCursor();
}
