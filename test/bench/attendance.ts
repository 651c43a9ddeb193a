import { booking } from "./attendance/booking.ts";
import { growth } from "./attendance/growth.ts";
import { reading } from "./attendance/reading.ts";
import type { Criterion } from "./kit/say.ts";
import { say } from "./kit/say.ts";

/** `cost` comes with booking, which says what there is to pay for. */
const PARTS: Record<string, () => Promise<Criterion[]>> = { reading, booking, growth };
const ALIASES: Record<string, string> = { cost: "booking" };

/**
 * Attendance beside what others would write: `npm run bench -- attendance [part …]`, all parts unless some are named.
 * One line of JSON per measurement, then one per criterion; it fails when one of them is missed.
 */
export default async function attendance(wanted: string[]): Promise<void> {
  const names = wanted.map((name) => ALIASES[name] ?? name);
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown) throw new Error(`${unknown} is none of ${Object.keys({ ...PARTS, ...ALIASES }).join(", ")}`);
  const criteria: Criterion[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (names.length === 0 || names.includes(name)) criteria.push(...(await part()));
  }
  for (const criterion of criteria) say({ ...criterion });
  if (criteria.some(({ ok }) => !ok)) process.exitCode = 1;
}
