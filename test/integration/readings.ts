import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** How often files of an enterprise were read again, as the log of the function that does it has it. */
export async function readings(stageFolder: string, uscc: string): Promise<number> {
  const folder = join(stageFolder, "logs");
  const logs = (await readdir(folder)).filter((name) => /reread/i.test(name));
  const lines = await Promise.all(logs.map((name) => readFile(join(folder, name), "utf8")));
  return lines
    .join("\n")
    .split("\n")
    .filter((line) => line.includes('"event":"upload.read"') && line.includes(uscc)).length;
}
