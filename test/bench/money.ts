import { atMost, type Criterion, say } from "./kit/say.ts";
import { accrual } from "./money/accrual.ts";
import { close } from "./money/close.ts";
import { cityOf, STUDENTS } from "./money/many.ts";
import { memory } from "./money/memory.ts";
import { papers } from "./money/papers.ts";

/** Enterprises of the two cities: 10,000 and 100,000 student-months. */
const SIZES = [200, 2_000];

/**
 * Booking and closing beside their floors: `npm run bench -- money [enterprises …]`. One line of JSON per measurement,
 * then one per criterion; it fails when one of them is missed.
 */
export default async function money(wanted: string[]): Promise<void> {
  const sizes = wanted.length > 0 ? wanted.map(Number) : SIZES;
  const criteria: Criterion[] = [];
  const perLine: number[] = [];
  for (const enterprises of sizes) {
    const city = await cityOf(enterprises);
    try {
      criteria.push(...(await accrual(city)));
      const closed = await close(city);
      criteria.push(...closed.criteria);
      perLine.push(closed.msPerLine);
      criteria.push(...(await papers(city)));
    } finally {
      await city.stop();
    }
  }
  criteria.push(...(await memory()));
  const [first = 0] = perLine;
  if (perLine.length > 1)
    criteria.push(atMost("close-time-per-line-growth", Math.max(...perLine) / first, 1.2));
  for (const criterion of criteria) say({ ...criterion, studentsEach: STUDENTS });
  if (criteria.some(({ ok }) => !ok)) process.exitCode = 1;
}
