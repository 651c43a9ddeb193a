import { metered } from "../../../shared/runtime/capacity.ts";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { alreadyDone } from "../../../shared/runtime/conflicts.ts";
import { runAs, systemCaller } from "../../../shared/runtime/context.ts";
import { log } from "../../../shared/runtime/log.ts";
import type { ByteSource } from "../files/bytes.ts";
import { readRoster } from "../roster/read-roster.ts";
import { attendanceStore } from "../store.ts";
import { isFinal, repeatsTheLatest, rootOf, stands, type Upload } from "../upload.ts";
import { bytesKeyOf, type Circumstances, circumstancesOf, contentKeyOf } from "./circumstances.ts";
import { conclude } from "./conclude.ts";
import { openOriginal } from "./original.ts";
import { type Result, readContent } from "./read-content.ts";

const store = attendanceStore();

/**
 * Takes one announced file from its bytes to student-months. It can be run again at any point: words and reports
 * are keyed by the upload and the reading, and one conditional write at the end makes the whole reading count.
 */
export async function readUpload(id: string): Promise<void> {
  const announced = await store.upload(id);
  if (!announced) return;
  const { correlationId } = announced;
  const read = async () => {
    if (announced.kind === "roster") return readRoster(announced);
    if (!isFinal(announced) && !(await readFrom(announced))) return;
    await conclude(id, store);
  };
  await runAs({ correlationId, caller: systemCaller() }, () => metered(read));
}

/**
 * Reads a file again, by the roster as it is now; one whose first reading has not ended finds it by itself.
 * @param anyway even where nothing that decides how it is read has changed
 */
export async function readAgain(upload: Upload, { anyway = false } = {}): Promise<void> {
  if (!isFinal(upload)) return;
  if (await readFrom(upload, anyway)) await conclude(upload.id, store);
}

/** One reading of a file. @returns whether its bytes are there */
async function readFrom(upload: Upload, anyway = false): Promise<boolean> {
  const source = await openOriginal(upload.id);
  if (!source) return false;
  // a file that counts takes its number first and is doubtful while it is read, so that changes meanwhile are counted
  const begun = isFinal(upload) ? await begin(upload) : upload;
  const circumstances = await circumstancesOf(upload, store);
  const bytesKey = upload.bytesKey ?? (await bytesKeyOf(source.stream(0, source.size)));
  const contentKey = contentKeyOf(bytesKey, circumstances);
  const known = { bytesKey, contentKey, roster: circumstances.changes, maps: circumstances.mapsVersion };
  if (isFinal(upload) && upload.contentKey === contentKey && !anyway) {
    const { unsure } = upload;
    await store.note({ ...begun, ...known, unsure, version: begun.version + 1 }).catch(alreadyDone);
    return true;
  }
  const result = (await repetition(begun, contentKey)) ?? (await readAnew(begun, source, circumstances));
  await finish(upload.id, { ...known, ...result });
  const { uscc, period } = upload;
  log.info("upload.read", {
    uploadId: upload.id,
    uscc,
    period,
    count: result.rows.total,
    code: result.status,
  });
  return true;
}

/** What a reading came to, under the numbers by which readings of one file overtake each other. */
type Ended = Result &
  Pick<Upload, "bytesKey" | "contentKey" | "roster" | "maps" | "readings" | "reading" | "sameAs">;

/** The same bytes in the same circumstances say the same: only who says it last changes, and nothing is read. */
async function repetition(upload: Upload, contentKey: string) {
  const earlier = await store.uploads(upload.uscc, upload.period);
  const first = earlier.find(
    (one) => one.contentKey === contentKey && one.sequence < upload.sequence && stands(one),
  );
  if (!first) return null;
  const { status, studentMonths, unsure, rows } = first;
  const unchanged = { ...rows, unchanged: rows.accepted };
  const { readings } = upload;
  return {
    status,
    studentMonths,
    unsure,
    rows: unchanged,
    code: null,
    headings: [],
    sameAs: rootOf(first),
    readings,
    reading: 0,
  };
}

async function readAnew(upload: Upload, source: ByteSource, circumstances: Circumstances) {
  const begun = isFinal(upload) ? upload : await begin(upload);
  const result = await readContent(begun, source, circumstances, store);
  return { ...result, sameAs: null, readings: begun.readings, reading: begun.readings };
}

/** Takes the next number for a reading, which no other reading of the file writes under. */
async function begin(upload: Upload): Promise<Upload> {
  for (let current = upload; ; ) {
    const first = !isFinal(current);
    const readings = current.readings + 1;
    const next: Upload = {
      ...current,
      readings,
      ...(first
        ? { status: "processing" as const, percent: Math.max(1, current.percent) }
        : { unsure: true }),
      version: current.version + 1,
    };
    if (await isDone(store.note(next))) return next;
    current = (await store.upload(upload.id)) ?? current;
  }
}

/** Makes the reading count, unless a later one does already, or one by a roster that was later. */
async function finish(id: string, ended: Ended): Promise<void> {
  for (;;) {
    const current = await store.upload(id);
    if (!current || isOvertaken(ended, current)) return;
    const next: Upload = {
      ...current,
      ...ended,
      readings: Math.max(current.readings, ended.readings),
      percent: ended.status === "rejected" ? 100 : 90,
      version: current.version + 1,
    };
    if (await isDone(write(current, next))) return;
  }
}

function isOvertaken(ended: Ended, current: Upload): boolean {
  if (!isFinal(current)) return false;
  const later = ended.reading > 0 ? current.reading > ended.reading : current.readings > ended.readings;
  return later || current.roster > ended.roster;
}

/** One write. Reading again what says the same is no change of state, so it is neither recorded nor told. @throws ConditionFailed */
async function write(current: Upload, next: Upload): Promise<void> {
  if (!isFinal(current)) {
    const quiet = repeatsTheLatest(next, await store.uploads(next.uscc, next.period));
    const ended = quiet ? { ...next, percent: 100 } : next;
    return store.finish(ended, current.status, systemClock.now(), { quiet });
  }
  if (current.sameAs !== null && next.sameAs === current.sameAs) {
    return store.note({ ...next, percent: current.percent });
  }
  if (await saysTheSame(current, next)) {
    const { bytesKey, contentKey, roster, maps, readings, unsure, version } = next;
    return store.note({ ...current, bytesKey, contentKey, roster, maps, readings, unsure, version });
  }
  return store.finish(next, current.status, systemClock.now());
}

/** Whether a file that was read again says what it said, about everybody whom it names. */
async function saysTheSame(before: Upload, after: Upload): Promise<boolean> {
  if (before.status !== after.status || before.code !== after.code) return false;
  const counts = ({ rows: { total, accepted, rejected } }: Upload) => [total, accepted, rejected].join();
  if (counts(before) !== counts(after)) return false;
  const uploads = await store.uploads(before.uscc, before.period);
  const keyOf = (upload: Upload): string => {
    const root = upload.sameAs === null ? upload : uploads.find(({ sequence }) => sequence === upload.sameAs);
    return `${rootOf(upload)}#${root?.reading}`;
  };
  const [one, other] = [keyOf(before), keyOf(after)];
  for (let shard = 0; shard < before.shards; shard++) {
    const words = await store.words(before.uscc, before.period, shard);
    const saidBy = (key: string) =>
      words
        .filter(({ sequence, reading }) => `${sequence}#${reading}` === key)
        .map(({ placementId, days, violations }) => `${placementId} ${days} ${violations ?? ""}`)
        .sort()
        .join("\n");
    if (saidBy(one) !== saidBy(other)) return false;
  }
  return true;
}

const isDone = (write: Promise<void>): Promise<boolean> =>
  write.then(
    () => true,
    (cause) => {
      alreadyDone(cause);
      return false;
    },
  );
