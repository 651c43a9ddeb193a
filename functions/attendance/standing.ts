import { stands, type Upload } from "./upload.ts";

/**
 * What one upload said about one student-month. `days` is the encoded month (`sheet.ts`); null where the file names
 * the student but no row could be accepted: that is no word, but it takes nothing back either.
 */
export interface Word {
  placementId: string;
  personId: string;
  sequence: number;
  days: string | null;
}

/** A word that counts, with the place in line that it holds. */
export interface StandingWord extends Word {
  days: string;
  uploadId: string;
  announcedAt: string;
  /** The announcement that makes it the latest; later than the word's own when the same file was sent again. */
  effective: number;
  /** What the same source had said before: it shows which days were told in time. */
  earlier: StandingWord[];
}

/**
 * The words that stand, one per placement: the latest announced among accepted and not withdrawn uploads. The same
 * content sent again makes its words as late as the repetition, and takes away nothing that was said in time before.
 * `replace-month` takes back what it does not name.
 * A school's word counts only where no enterprise has spoken. Pure: any order of words gives the same answer.
 */
export function standingWords(words: Iterable<Word>, uploads: readonly Upload[]): StandingWord[] {
  const standing = uploads.filter(stands);
  const byPlacement = Map.groupBy(words, ({ placementId }) => placementId);
  return [...byPlacement.values()].flatMap((said) => {
    const bySequence = new Map(said.map((word) => [word.sequence, word]));
    const wordOf = (upload: Upload) => bySequence.get(upload.sameAs ?? upload.sequence);
    const takenBack = (upload: Upload) =>
      standing.some((other) => replaces(other, upload) && wordOf(other) === undefined);
    const heard = standing.flatMap((upload) => {
      const word = wordOf(upload);
      return word && word.days !== null && !takenBack(upload) ? [spoken(word, word.days, upload)] : [];
    });
    const official = heard.filter(({ source }) => source === "enterprise");
    const ranked = (official.length > 0 ? official : heard).map(({ word }) => word);
    const last = ranked.toSorted((a, b) => a.effective - b.effective).at(-1);
    return last ? [{ ...last, earlier: ranked.filter((word) => word !== last) }] : [];
  });
}

function spoken(
  word: Word,
  days: string,
  { id, announcedAt, sequence, source }: Upload,
): { source: Upload["source"]; word: StandingWord } {
  return { source, word: { ...word, days, uploadId: id, announcedAt, effective: sequence, earlier: [] } };
}

/** Whether an upload that does not name a placement takes back what the other one said of it. */
const replaces = (other: Upload, upload: Upload): boolean =>
  other.mode === "replace-month" && other.source === upload.source && other.sequence > upload.sequence;
