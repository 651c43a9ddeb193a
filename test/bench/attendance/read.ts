import { peakMb } from "../kit/memory.ts";
import { type ReaderName, readers } from "./readers.ts";

/** One reader over one workbook, in a process of its own. Arguments: the reader's name, the file. */
const [name = "", file = ""] = process.argv.slice(2);

const read = await readers[name as ReaderName]();
const began = performance.now();
let [rows, cells] = [0, 0];
for await (const some of read(file)) {
  rows += some.length;
  for (const { values } of some) cells += values.length;
}
console.log(JSON.stringify({ rows, cells, ms: performance.now() - began, peakMb: peakMb() }));
