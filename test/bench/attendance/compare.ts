import { type ReaderName, readers, type TextRow } from "./readers.ts";

/**
 * Reads one workbook with the city's reader and with two others, in step, and compares every cell.
 * Argument: the file. Answers how many cells were compared, how many differ, and the first that does.
 */
const [file = ""] = process.argv.slice(2);

async function* rowByRow(name: ReaderName): AsyncGenerator<TextRow> {
  const read = await readers[name]();
  for await (const some of read(file)) yield* some;
}

const others = { exceljs: rowByRow("exceljsWhole"), hucre: rowByRow("hucre") };
const answer = { rows: 0, cells: 0, different: 0, first: null as unknown };
for await (const ours of rowByRow("ronghe")) {
  answer.rows += 1;
  for (const [name, other] of Object.entries(others)) compare(name, ours, (await other.next()).value);
}
for (const [name, other] of Object.entries(others)) {
  if (!(await other.next()).done) differs({ name, row: "more" });
}
console.log(JSON.stringify(answer));

function compare(name: string, ours: TextRow, theirs: TextRow | undefined): void {
  if (ours.row !== theirs?.row) {
    differs({ name, row: ours.row, theirs: theirs?.row });
    return;
  }
  const width = Math.max(ours.values.length, theirs.values.length);
  for (let column = 0; column < width; column++) {
    const [own, other] = [ours.values[column] ?? "", theirs.values[column] ?? ""];
    answer.cells += 1;
    if (own !== other) differs({ name, row: ours.row, column, ours: own, theirs: other });
  }
}

function differs(where: Record<string, unknown>): void {
  answer.different += 1;
  answer.first ??= where;
}
