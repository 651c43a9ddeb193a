import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What all functions of a stage have written to DynamoDB so far, in the units that AWS bills, as their logs have it. */
export async function unitsWritten(stageFolder: string): Promise<number> {
  const folder = join(stageFolder, "logs");
  const logs = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
  const lines = logs
    .join("\n")
    .split("\n")
    .filter((line) => line.includes('"event":"capacity"'));
  return lines.reduce((sum, line) => sum + (JSON.parse(line) as { writeUnits: number }).writeUnits, 0);
}
