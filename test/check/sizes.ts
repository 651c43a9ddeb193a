import { glob, readFile } from "node:fs/promises";

const MOST_LINES = 300;
const MOST_HANDLER_LINES = 20;

/** No file over 300 lines; no handler over 20. */
export async function sizes(): Promise<{ ok: boolean; output: string }> {
  const findings: string[] = [];
  for await (const file of glob("{infra,functions,shared,events,test}/**/*.{ts,tsx}")) {
    const lines = (await readFile(file, "utf8")).split("\n");
    if (lines.length > MOST_LINES + 1) findings.push(`${file}: ${lines.length - 1} lines`);
    if (
      /^functions\/\w+\/(api|rulebook|applications|bank|ledger|payments|publicity|pages|inbox)\.ts$/.test(
        file,
      )
    )
      findings.push(...longHandlers(file, lines));
  }
  return { ok: findings.length === 0, output: findings.join("\n") };
}

/** A handler begins as a member of the table that `httpApi` is given and ends at the same indent. */
function longHandlers(file: string, lines: readonly string[]): string[] {
  return lines.flatMap((line, start) => {
    const name = /^ {2}(\w+): async /.exec(line)?.[1];
    if (!name || line.trimEnd().endsWith(",")) return [];
    const length = lines.slice(start).indexOf("  },") + 1;
    return length > MOST_HANDLER_LINES ? [`${file}: ${name} has ${length} lines`] : [];
  });
}
