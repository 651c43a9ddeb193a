import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { ObjectedLine } from "./objection.ts";

/** What a hold compares: the line of the books, without the number it was published under. */
export type BookedLine = Omit<ObjectedLine, "lineId">;

/** Lines of one key speak of the same money: a later one corrects an earlier one. */
export const keyOf = ({ subjectId, earnedPeriod, scheme, placementId }: BookedLine): string =>
  [subjectId, earnedPeriod, scheme, placementId].join("#");

/**
 * What is withheld of an enterprise's balance for lines under objection: what each brought, less what the books have
 * taken back of it since. A correction takes the contested money first, so that it is not missing a second time; what
 * is earned anew after that is a new line with a publicity of its own, and free.
 * @param held the lines under objection
 * @param booked every line of the same keys booked so far, the held ones among them
 */
export const heldFen = (held: readonly BookedLine[], booked: readonly BookedLine[]): Fen => {
  const heldByKey = Map.groupBy(held, keyOf);
  const bookedByKey = Map.groupBy(booked, keyOf);
  return sumFen([...heldByKey].map(([key, lines]) => heldOfKey(lines, bookedByKey.get(key) ?? [])));
};

function heldOfKey(held: readonly BookedLine[], booked: readonly BookedLine[]): Fen {
  const months = [...new Set(booked.map(({ bookedPeriod }) => bookedPeriod))].toSorted();
  let [net, hold] = [0, 0];
  for (const month of months) {
    const change = inMonth(booked, month);
    const contested = Math.max(0, inMonth(held, month));
    net += change;
    hold = Math.max(0, Math.min(net, hold + contested + Math.min(0, change - contested)));
  }
  return hold;
}

const inMonth = (lines: readonly BookedLine[], month: Period): Fen =>
  sumFen(lines.filter(({ bookedPeriod }) => bookedPeriod === month).map(({ amountFen }) => amountFen));
