import { createHash } from "node:crypto";
import { canonical } from "../../../shared/values/canonical.ts";
import { type LocalDate, lastDay, shanghaiDate } from "../../../shared/values/period.ts";
import { placementQueries, type RosterLine } from "../../placement/queries.ts";
import { type Filing, touching } from "../filing.ts";
import type { ColumnMap } from "../readers/mapped.ts";
import type { AttendanceStore } from "../store.ts";
import type { Upload } from "../upload.ts";

/** All that decides, together with the bytes, how a file is read: equal circumstances, equal words. */
export interface Circumstances {
  /** How many changes of the roster had been heard of before it was read. */
  changes: number;
  roster: RosterLine[];
  filings: Filing[];
  /** What the enterprise said of the columns of its own files. */
  maps: readonly ColumnMap[];
  /** The last day that a file announced when it was can know about. */
  known: LocalDate;
  /** The version of the enterprise's column maps. */
  mapsVersion: number;
  fingerprint: string;
}

/** Placements so near to the month are found by their numbers, so that a row can be told that it lies outside. */
const MONTHS_AROUND = 6;

/** As they are now; a file that is read again is still held to the day on which it was announced. */
export async function circumstancesOf(upload: Upload, store: AttendanceStore): Promise<Circumstances> {
  const { uscc, period, mode, source } = upload;
  // in this order: a change that is heard of later than this may be in the roster already, but never the reverse
  const changes = await store.rosterChanges(uscc, period);
  const placed = await placementQueries().roster(uscc, period, MONTHS_AROUND);
  // a school speaks for its own students
  const roster =
    source === "school" ? placed.filter(({ schoolCode }) => schoolCode === upload.announcedFor) : placed;
  const filings = touching(await store.filings(uscc), period);
  const { maps, version: mapsVersion } = await store.columnMaps(uscc);
  const announced = shanghaiDate(new Date(upload.announcedAt));
  const known = announced < lastDay(period) ? announced : lastDay(period);
  const hash = createHash("sha256").update(canonical([mode, source, known, filings, maps]));
  for (const line of roster) hash.update(canonical(line));
  return { changes, roster, filings, maps, mapsVersion, known, fingerprint: short(hash) };
}

/** The fingerprint of a file's content. */
export async function bytesKeyOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of pieces) hash.update(piece);
  return short(hash);
}

/** Equal keys, equal words. */
export const contentKeyOf = (bytesKey: string, { fingerprint }: Circumstances): string =>
  short(createHash("sha256").update(`${bytesKey} ${fingerprint}`));

/** 132 bits are enough to tell files apart, and keep the record of an upload small. */
const short = (hash: ReturnType<typeof createHash>): string => hash.digest("base64url").slice(0, 22);
