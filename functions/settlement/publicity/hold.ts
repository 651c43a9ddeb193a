import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";

/** As much of a settled line as a hold compares. */
export interface BookedLine {
  lineId: string;
  subjectId: string;
  earnedPeriod: Period;
  bookedPeriod: Period;
  scheme: string;
  placementId: string;
  /** What the month pays of it; negative when it takes back. */
  amountFen: Fen;
  /** What the books say of it, where another amount is paid because some of it waits, or had to. */
  owedFen?: Fen;
}

/** Lines of one key speak of the same money: a later one corrects an earlier one. */
export const keyOf = ({
  subjectId,
  earnedPeriod,
  scheme,
  placementId,
}: Pick<BookedLine, "subjectId" | "earnedPeriod" | "scheme" | "placementId">): string =>
  [subjectId, earnedPeriod, scheme, placementId].join("#");

/**
 * What is withheld of an enterprise's balance for lines under objection: what each brought, less what the books have
 * taken back of it since. A correction takes the contested money first, so that it is not missing a second time; what
 * is earned anew after that is a new line with a publicity of its own, and free. Where some of a key still waits, what
 * is not contested is paid first.
 * @param held numbers of the lines under objection
 * @param booked every line of the same keys settled so far, the held ones among them
 */
export const heldFen = (held: ReadonlySet<string>, booked: readonly BookedLine[]): Fen =>
  sumFen([...Map.groupBy(booked, keyOf).values()].map((lines) => heldOfKey(held, lines)));

function heldOfKey(held: ReadonlySet<string>, booked: readonly BookedLine[]): Fen {
  let [owed, contested] = [0, 0];
  for (const lines of inOrder(booked)) {
    const objectedTo = lines.filter(({ lineId }) => held.has(lineId));
    const brought = sumFen(objectedTo.map((line) => Math.max(0, owedOf(line), line.amountFen)));
    const taken = sumFen(lines.map((line) => Math.min(0, owedOf(line))));
    owed += sumFen(lines.map(owedOf));
    contested = Math.max(0, Math.min(owed, contested + brought + taken));
  }
  const paid = sumFen(booked.map(({ amountFen }) => amountFen));
  return Math.max(0, paid - (owed - contested));
}

const owedOf = ({ owedFen, amountFen }: BookedLine): Fen => owedFen ?? amountFen;

/** Month by month, as they were booked. */
const inOrder = (booked: readonly BookedLine[]): BookedLine[][] => {
  const months = Map.groupBy(booked, ({ bookedPeriod }) => bookedPeriod);
  return [...months].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, lines]) => lines);
};
