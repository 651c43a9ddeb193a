import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { openVault, type Vault } from "../../../shared/runtime/vault.ts";
import { birthDate, birthdayOf, normaliseId } from "../../../shared/values/identifiers.ts";
import { isDate, type LocalDate } from "../../../shared/values/period.ts";
import type { ByteSource } from "../files/bytes.ts";
import { readFile } from "../readers/read.ts";
import { fileLine } from "../report/finding-line.ts";
import { openFindings } from "../report/findings.ts";
import { FileRefused } from "../rules/file-refused.ts";
import { encodeDays, encodeViolations, type Sheet, type Violation } from "../sheet.ts";
import type { Sheets } from "../sheets.ts";
import type { Word } from "../standing.ts";
import type { AttendanceStore } from "../store.ts";
import { findingsKey, type Upload } from "../upload.ts";
import type { Circumstances } from "./circumstances.ts";
import { interpret } from "./interpret.ts";
import { Roster } from "./match.ts";
import { teller } from "./telling.ts";

/** What reading a file came to; its words and findings are written. */
export type Result = Pick<Upload, "status" | "rows" | "studentMonths" | "code" | "headings" | "unsure">;

type Begun = ReturnType<typeof teller>;

/** So many words are written before progress is told. */
const WORDS_PER_TELLING = 1_000;

/** Reads the bytes by the roster, and writes words and findings under the reading's own number. */
export async function readContent(
  upload: Upload,
  source: ByteSource,
  circumstances: Circumstances,
  store: AttendanceStore,
): Promise<Result> {
  const { period, filename, readings: reading } = upload;
  const vault = await openVault();
  const roster = new Roster(circumstances.roster, period, vault.keyOf);
  const progress = teller(upload, store);
  const findings = openFindings(openBucket(setting("REPORTS_BUCKET")), findingsKey({ ...upload, reading }));
  try {
    const file = await readFile(source, { filename, period, maps: circumstances.maps });
    const watched = { total: 0, accepted: 0, rejected: 0 };
    const { sheets, rows, counts } = await interpret(progress.rows(file.rows, watched), roster, {
      period,
      today: circumstances.known,
      warnings: file.warnings,
      filings: circumstances.filings,
      sixteenOn: (personIds) => sixteenthBirthdays(vault, personIds),
      rows: watched,
      sink: findings.add,
    });
    await findings.close();
    await writeWords(upload, sheets, store, progress);
    const status = rows.accepted === 0 ? "rejected" : rows.rejected > 0 ? "partly-accepted" : "accepted";
    const unsure = sheets.areUnsure || [...counts.keys()].some((code) => ROSTER_DECIDES.has(code));
    return {
      status,
      rows: { ...rows, unchanged: 0 },
      studentMonths: sheets.size,
      code: null,
      headings: [],
      unsure,
    };
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause;
    const rows = { total: 0, accepted: 0, rejected: 0, unchanged: 0 };
    await findings.add(fileLine(cause.finding));
    await findings.close();
    const { code, headings } = cause;
    return { status: "rejected", rows, studentMonths: 0, code, headings, unsure: false };
  }
}

/** What may be answered otherwise once the roster is another. */
const ROSTER_DECIDES: ReadonlySet<string> = new Set([
  "unknown-student",
  "invalid-id-number",
  "ambiguous-name",
  "ambiguous-number",
  "outside-placement",
  "identifiers-disagree",
  "matched-by-name",
]);

/** One by one: all sheets unpacked would be many times what they are packed. */
function* wordsOf(sheets: Sheets, sequence: number, reading: number): Generator<Word> {
  for (const sheet of sheets) yield { ...wordOf(sheet), sequence, reading };
  for (const { violations, ...named } of sheets.mute)
    yield { ...named, sequence, reading, days: null, ...told(violations) };
}

const wordOf = ({ placementId, personId, by, days, violations }: Sheet) => ({
  placementId,
  personId,
  days: encodeDays(days),
  ...told(violations),
  ...(by === "placementNo" || by === "id" ? {} : { by }),
});

function told(violations: readonly Violation[]): { violations?: string } {
  const text = encodeViolations(violations);
  return text === undefined ? {} : { violations: text };
}

/** 禁止使用童工规定 4. */
const MINIMUM_AGE = 16;

/** Only the vault knows birthdays; it is asked for those who worked before their placement began. */
async function sixteenthBirthdays(
  vault: Vault,
  personIds: readonly string[],
): Promise<Map<string, LocalDate>> {
  const identities = await vault.identitiesOf(personIds);
  const born = [...identities].map(
    ([personId, { idNumber }]) => [personId, birthDate(normaliseId(idNumber))] as const,
  );
  const known = born.filter(([, day]) => isDate(day));
  return new Map(known.map(([personId, day]) => [personId, birthdayOf(day, MINIMUM_AGE)]));
}

async function writeWords(
  upload: Upload,
  sheets: Sheets,
  store: AttendanceStore,
  progress: Begun,
): Promise<void> {
  let written = 0;
  let waiting: Word[] = [];
  const write = async () => {
    await store.writeWords(upload, waiting);
    written += waiting.length;
    waiting = [];
  };
  for (const word of wordsOf(sheets, upload.sequence, upload.readings)) {
    waiting.push(word);
    if (waiting.length < WORDS_PER_TELLING) continue;
    await write();
    await progress.written(written, sheets.size);
  }
  await write();
}
