import { setting } from "../../../shared/runtime/config.ts";
import { chunk, type Item, openTable, type Table } from "../../../shared/runtime/table.ts";
import { usccOf } from "../../integration/one-enterprise.ts";
import { PERIOD } from "../attendance/month.ts";

/**
 * Makes many enterprises of one that has really been registered, certified, filled with students and whose file has
 * been read: every item of it that money depends on, under other codes. Arguments: the enterprise's code, the first
 * number that is free, and how many copies. The last line is the list of their codes.
 */
const [uscc = "", first = "0", count = "0"] = process.argv.slice(2);
const ENTERPRISES_AT_ONCE = 100;

const registry = openTable(setting("REGISTRY_TABLE"));
const placement = openTable(setting("PLACEMENT_TABLE"));
const attendance = openTable(setting("ATTENDANCE_TABLE"));

const partitions: [Table, string][] = [
  [registry, `ENTERPRISE#${uscc}`],
  [placement, `ENTERPRISE#${uscc}`],
  [attendance, `MONTHS#${uscc}`],
  [attendance, `UPLOADS#${uscc}#${PERIOD}`],
  [attendance, `WORDS#${uscc}#${PERIOD}#0`],
];
const originals = await Promise.all(
  partitions.map(async ([table, pk]) => [table, await table.all({ pk })] as const),
);
const placements = await placement.all<{ personId: string }>({
  pk: `ENTERPRISE#${uscc}`,
  prefix: "PLACEMENT#",
});
const personIds = placements.map(({ personId }) => personId);
const people = await placement.batchGet(personIds.map((id) => ({ pk: `PERSON#${id}`, sk: "PLACEMENTS" })));
const all = [...originals, [placement, people] as const];

/** The same item of another enterprise: its code and its students' ids are others, all else is as it was. */
function copier(number: number): (item: Item) => Item {
  const suffix = number.toString(36).padStart(5, "0");
  const other = usccOf(number);
  return (item) => {
    let text = JSON.stringify(item).replaceAll(uscc, other);
    for (const id of personIds) text = text.replaceAll(id, id.slice(0, -suffix.length) + suffix);
    return JSON.parse(text) as Item;
  };
}

const numbers = Array.from({ length: Number(count) }, (_, index) => Number(first) + index);
for (const some of chunk(numbers, ENTERPRISES_AT_ONCE)) {
  for (const [table, items] of all) await table.batchPut(some.flatMap((number) => items.map(copier(number))));
}
console.log(JSON.stringify(numbers.map(usccOf)));
