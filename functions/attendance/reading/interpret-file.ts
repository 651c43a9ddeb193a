import { openVault, type Vault } from "../../../shared/runtime/vault.ts";
import { birthDate, birthdayOf, normaliseId } from "../../../shared/values/identifiers.ts";
import { isDate, type LocalDate } from "../../../shared/values/period.ts";
import type { ByteSource } from "../files/bytes.ts";
import { readFile } from "../readers/read.ts";
import type { RawRow } from "../readers/shape.ts";
import type { FindingSink } from "../report/finding-line.ts";
import { encodeDays, encodeViolations, type Sheet, type Violation } from "../sheet.ts";
import type { Sheets } from "../sheets.ts";
import type { Word } from "../standing.ts";
import type { Upload } from "../upload.ts";
import type { Circumstances } from "./circumstances.ts";
import { type Interpretation, interpret, type RowCounts } from "./interpret.ts";
import { Roster } from "./match.ts";

type Batches = AsyncIterable<readonly RawRow[]>;

export interface Watching {
  /** Takes every finding, masked. */
  sink: FindingSink;
  /** The rows on their way, for those who want to watch them. */
  watch?: (rows: Batches, counts: RowCounts) => Batches;
}

/**
 * What a file says in its circumstances. Nothing is written, so an audit reads it again by the very same way.
 * @throws FileRefused when the file as a whole cannot be taken
 */
export async function interpretFile(
  { period, filename }: Pick<Upload, "period" | "filename">,
  source: ByteSource,
  { roster, filings, maps, known }: Circumstances,
  { sink, watch = (rows) => rows }: Watching,
): Promise<Interpretation> {
  const vault = await openVault();
  const entries = new Roster(roster, period, vault.keyOf);
  const file = await readFile(source, { filename, period, maps });
  const rows: RowCounts = { total: 0, accepted: 0, rejected: 0 };
  return interpret(watch(file.rows, rows), entries, {
    period,
    today: known,
    warnings: file.warnings,
    filings,
    sixteenOn: (personIds) => sixteenthBirthdays(vault, personIds),
    rows,
    sink,
  });
}

/** What rows come to for the file as a whole. */
export const statusOf = ({ accepted, rejected }: RowCounts) =>
  accepted === 0 ? "rejected" : rejected > 0 ? "partly-accepted" : "accepted";

/** One by one: all sheets unpacked would be many times what they are packed. */
export function* wordsOf(sheets: Sheets, sequence: number, reading: number): Generator<Word> {
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
