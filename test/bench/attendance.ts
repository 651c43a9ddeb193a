import { booking } from "./attendance/booking.ts";
import type { Criterion } from "./attendance/say.ts";
import { say } from "./attendance/say.ts";

const PARTS: Record<string, () => Promise<Criterion[]>> = { booking };

/**
 * Attendance beside what others would write: `npm run bench -- attendance [part …]`, all parts unless some are named.
 * One line of JSON per measurement, then one per criterion; it fails when one of them is missed.
 */
export default async function attendance(wanted: string[]): Promise<void> {
  const criteria: Criterion[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) criteria.push(...(await part()));
  }
  for (const criterion of criteria) say({ ...criterion });
  if (criteria.some(({ ok }) => !ok)) process.exitCode = 1;
}
