import type { Fen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { settledLines, settledThrough } from "../booking/settled.ts";
import type { SettlementStore } from "../store.ts";
import { type BookedLine, heldFen, keyOf } from "./hold.ts";
import { holds, type ObjectedLine, type ObjectionStatus, standingOf } from "./objection.ts";

/** What of everything settled to an enterprise up to a month is withheld, because somebody objects to it. */
async function heldThrough(
  uscc: string,
  period: Period,
  store: SettlementStore,
  asOf?: string,
): Promise<Fen> {
  const concerns = (await store.objectionsOf(uscc)).filter(({ objection }) => holds(objection, asOf));
  const held = concerns.flatMap(({ lines }) => lines).filter(({ bookedPeriod }) => bookedPeriod <= period);
  if (held.length === 0) return 0;
  return heldFen(new Set(held.map(({ lineId }) => lineId)), await bookedOf(held, uscc, period, store));
}

/**
 * What an enterprise may be paid of everything settled up to a month: all of it that nobody objects to.
 * @param asOf the instant, ISO 8601, whose objections count; now when absent
 */
export async function freeThrough(
  uscc: string,
  period: Period,
  store: SettlementStore,
  asOf?: string,
): Promise<Fen> {
  const [settled, held] = await Promise.all([
    settledThrough(uscc, period, store),
    heldThrough(uscc, period, store, asOf),
  ]);
  return settled - held;
}

/** Every line that speaks of the same money; no month before the earliest earned one can have booked it. */
async function bookedOf(
  held: readonly ObjectedLine[],
  uscc: string,
  period: Period,
  store: SettlementStore,
): Promise<BookedLine[]> {
  const keys = new Set(held.map(keyOf));
  const first = held.map(({ earnedPeriod }) => earnedPeriod).toSorted()[0] as Period;
  const booked: BookedLine[] = [];
  for (const manifest of await store.manifestsOf(uscc)) {
    if (manifest.period < first || manifest.period > period) continue;
    const own = (await settledLines(manifest, store)).filter((line) => keys.has(keyOf(line)));
    booked.push(...own.map((line) => ({ ...line, bookedPeriod: manifest.period })));
  }
  return booked;
}

/** How the lines of an enterprise stand that somebody has objected to. */
export const objectedLines = async (
  uscc: string,
  store: SettlementStore,
): Promise<Map<string, ObjectionStatus>> =>
  standingOf(
    (await store.objectionsOf(uscc)).map(({ objection, lines }) => ({
      status: objection.status,
      lineIds: lines.map(({ lineId }) => lineId),
    })),
  );
