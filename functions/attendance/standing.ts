import { stands, type Upload } from "./upload.ts";

/** What one upload said about one student-month. `days` is the encoded month (`sheet.ts`). */
export interface Word {
  placementId: string;
  personId: string;
  sequence: number;
  days: string;
}

/** A word that counts, with the place in line that it holds. */
export interface StandingWord extends Word {
  uploadId: string;
  announcedAt: string;
  /** The announcement that makes it the latest; later than the word's own when the same file was sent again. */
  effective: number;
  /** What the same source had said before: it shows which days were told in time. */
  earlier: StandingWord[];
}

/**
 * The words that stand, one per placement: the latest announced among accepted and not withdrawn uploads. The same
 * content sent again makes its words as late as the repetition. `replace-month` takes back what it does not name.
 * A school's word counts only where no enterprise has spoken. Pure: any order of words gives the same answer.
 */
export function standingWords(words: Iterable<Word>, uploads: readonly Upload[]): StandingWord[] {
  const voices = voicesOf(uploads);
  const byPlacement = Map.groupBy(words, ({ placementId }) => placementId);
  return [...byPlacement.values()].flatMap((said) => {
    const heard = said.flatMap((word) => spoken(word, voices.get(word.sequence)));
    const official = heard.filter(({ source }) => source === "enterprise");
    const ranked = (official.length > 0 ? official : heard).map(({ word }) => word);
    const last = ranked.toSorted((a, b) => a.effective - b.effective).at(-1);
    return last ? [{ ...last, earlier: ranked.filter((word) => word !== last) }] : [];
  });
}

const spoken = (word: Word, upload: Upload | undefined) =>
  upload
    ? [
        {
          source: upload.source,
          word: {
            ...word,
            uploadId: upload.id,
            announcedAt: upload.announcedAt,
            effective: upload.sequence,
            earlier: [],
          } satisfies StandingWord,
        },
      ]
    : [];

/** By the sequence their words are stored under: the upload that speaks them last, if none has replaced it. */
function voicesOf(uploads: readonly Upload[]): Map<number, Upload> {
  const standing = uploads.filter(stands);
  const voices = new Map<number, Upload>();
  for (const upload of standing.toSorted((a, b) => a.sequence - b.sequence)) {
    voices.set(upload.sameAs ?? upload.sequence, upload);
  }
  for (const [content, upload] of voices) {
    if (standing.some((other) => replaces(other, upload))) voices.delete(content);
  }
  return voices;
}

const replaces = (other: Upload, upload: Upload): boolean =>
  other.mode === "replace-month" && other.source === upload.source && other.sequence > upload.sequence;
