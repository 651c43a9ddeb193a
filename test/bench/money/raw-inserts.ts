import { setting } from "../../../shared/runtime/config.ts";
import { chunk, inParallel, openTable } from "../../../shared/runtime/table.ts";

/**
 * The floor of booking: nothing but conditional inserts of items as large as an account, 25 a call, that lie ready.
 * Arguments: how many, and an account as JSON.
 */
const [count = "0", account = "{}"] = process.argv.slice(2);
const CALLS_AT_ONCE = 16;
const subsidy = openTable(setting("TABLE"));
const like = JSON.parse(account) as object;

const items = Array.from({ length: Number(count) }, (_, at) => ({ ...like, pk: `RAW#${at}`, sk: "ACCOUNT" }));
const began = performance.now();
const written = await inParallel(chunk(items, 25), (some) => subsidy.batchInsert(some), CALLS_AT_ONCE);
const ms = performance.now() - began;
console.log(JSON.stringify({ ms, written: written.flat().filter(Boolean).length }));
