import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { STEP_FILES } from "../scenarios/step-files.ts";

/** Every scenario of money in one file: the steps are loaded once for each change to the code, not once a feature. */
const folder = fileURLToPath(new URL("../scenarios", import.meta.url));
const ofMoney = (file: string): boolean => file.endsWith(".feature") && !/^(ranking|scoring)\./.test(file);

for (const file of STEP_FILES) await import(`${folder}/steps/${file}`);
for (const file of readdirSync(folder).filter(ofMoney)) await import(`${folder}/${file}`);
