import { readdirSync } from "node:fs";

/** Files beside this one that are no bench. */
const OTHERS: readonly string[] = ["run.ts", "prices.ts"];

/** `npm run bench -- <name> [arguments]`: each bench is a file beside this one whose default export is run. */
const [name, ...args] = process.argv.slice(2);
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !OTHERS.includes(file))
  .map((file) => file.slice(0, -".ts".length));

if (!name || !known.includes(name)) {
  console.error(`npm run bench -- <name>, where <name> is one of: ${known.join(", ")}`);
  process.exit(2);
}

const { default: bench } = (await import(`./${name}.ts`)) as { default: (args: string[]) => Promise<void> };
await bench(args);
