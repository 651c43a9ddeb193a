import { readFileSync } from "node:fs";
import { setting } from "../../../shared/runtime/config.ts";
import { inParallel, openTable } from "../../../shared/runtime/table.ts";
import { PERIOD } from "../attendance/month.ts";

/**
 * The floor of a close: the same sheets queried and their accounts fetched, and nothing done with them. Argument: a
 * file with the enterprises' codes.
 */
const [file = ""] = process.argv.slice(2);
const ENTERPRISES_AT_ONCE = 16;
const [attendance, subsidy] = [openTable(setting("ATTENDANCE_TABLE")), openTable(setting("SUBSIDY_TABLE"))];

async function read(uscc: string): Promise<number> {
  const words = await attendance.all<{ personId: string }>({ pk: `WORDS#${uscc}#${PERIOD}#0` });
  const keys = words.map(({ personId }) => ({ pk: `SUBJECT#${personId}`, sk: `ACCOUNT#${PERIOD}` }));
  return (await subsidy.batchGet(keys)).length;
}

const usccs = JSON.parse(readFileSync(file, "utf8")) as string[];
const began = performance.now();
const found = await inParallel(usccs, read, ENTERPRISES_AT_ONCE);
const ms = performance.now() - began;
console.log(JSON.stringify({ ms, accounts: found.reduce((sum, one) => sum + one, 0) }));
