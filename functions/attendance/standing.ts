import type { MatchedBy } from "./reading/match.ts";
import { isAccepted, isSameVoice, rootOf, stands, type Upload } from "./upload.ts";

/**
 * What one reading of an upload said about one student-month. `days` is the encoded month (`sheet.ts`); null where
 * the file names the student but no row could be accepted: that is no word, but it takes nothing back either.
 */
export interface Word {
  placementId: string;
  personId: string;
  sequence: number;
  reading: number;
  days: string | null;
  /** Encoded (`sheet.ts`); absent when the rules of internship were kept. */
  violations?: string;
  /** The column that found the placement, where that is less certain than a number of the person's own. */
  by?: MatchedBy;
}

/** A word that counts, with the place in line that it holds. */
export interface StandingWord extends Word {
  days: string;
  uploadId: string;
  /** Of the upload since which just this has been said, whatever else was corrected or repeated meanwhile. */
  announcedAt: string;
  late: boolean;
  /** The announcement that makes it the latest; later than the word's own when the same file was sent again. */
  effective: number;
  /** What the same source had said before: it shows which days were told in time. */
  earlier: StandingWord[];
  /** What a school says of it, where an enterprise has spoken and says otherwise. */
  disputed: StandingWord | null;
}

/**
 * The words that stand, one per placement: the latest announced among accepted and not withdrawn uploads, as their
 * current readings have them. The same content sent again makes its words as late as the repetition, and takes away
 * nothing that was said in time before. `replace-month` takes back what it does not name.
 * A school's word counts only where no enterprise has spoken. Pure: any order of words gives the same answer.
 */
export function standingWords(words: Iterable<Word>, uploads: readonly Upload[]): StandingWord[] {
  const speakers = speakersAmong(uploads);
  const byPlacement = Map.groupBy(words, ({ placementId }) => placementId);
  return [...byPlacement.values()].flatMap((said) => {
    const heard = heardFrom(said, speakers);
    const official = lastOf(heard.filter(({ source }) => source === "enterprise"));
    const school = lastOf(heard.filter(({ source }) => source === "school"));
    if (!official) return school ? [school] : [];
    return [{ ...official, disputed: school && school.days !== official.days ? school : null }];
  });
}

/** An upload that stands, and the key of its words. */
interface Speaker {
  upload: Upload;
  wordKey: string;
}

const keyOf = ({ sequence, reading }: { sequence: number; reading: number }) => `${sequence}#${reading}`;

/** A repetition says what the current reading of the file it repeats says, even if that upload was withdrawn. */
function speakersAmong(uploads: readonly Upload[]): Speaker[] {
  const bySequence = new Map(uploads.map((upload) => [upload.sequence, upload]));
  const speaking = uploads.filter((upload) => upload.kind === "attendance" && stands(upload));
  return speaking.flatMap((upload) => {
    const root = bySequence.get(rootOf(upload));
    return root && isAccepted(root) ? [{ upload, wordKey: keyOf(root) }] : [];
  });
}

interface Heard {
  source: Upload["source"];
  word: StandingWord;
}

/** What was said about one placement and not taken back, in the order of announcement. */
function heardFrom(said: readonly Word[], speakers: readonly Speaker[]): Heard[] {
  const byKey = new Map(said.map((word) => [keyOf(word), word]));
  const takenBack = (upload: Upload) =>
    speakers.some((other) => replaces(other.upload, upload) && !byKey.has(other.wordKey));
  return speakers
    .flatMap(({ upload, wordKey }) => {
      const word = byKey.get(wordKey);
      return word && word.days !== null && !takenBack(upload) ? [spoken(word, word.days, upload)] : [];
    })
    .toSorted((a, b) => a.word.effective - b.word.effective);
}

function spoken(word: Word, days: string, { id, announcedAt, late, sequence, source }: Upload): Heard {
  const told = { uploadId: id, announcedAt, late, effective: sequence };
  return { source, word: { ...word, days, ...told, earlier: [], disputed: null } };
}

/** The latest of one source's words. What only repeats the word before it keeps that one's place in line. */
function lastOf(heard: readonly Heard[]): StandingWord | null {
  const words = heard.map(({ word }) => word);
  const last = words.at(-1);
  if (!last) return null;
  const other = words.findLastIndex((word) => !saysTheSame(word, last));
  const { announcedAt, late } = words[other + 1] ?? last;
  return { ...last, announcedAt, late, earlier: words.slice(0, -1) };
}

/** About the days; a violation that was filed since takes no place in line. */
const saysTheSame = (a: StandingWord, b: StandingWord): boolean => a.days === b.days;

/** Whether an upload that does not name a placement takes back what the other one said of it. */
const replaces = (other: Upload, upload: Upload): boolean =>
  other.mode === "replace-month" && isSameVoice(other, upload) && other.sequence > upload.sequence;
