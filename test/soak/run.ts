import { parseArgs } from "node:util";
import { soak } from "./soak.ts";

const HELP = `npm run soak -- [options]
  --kills N   how often the stage is killed by kill -9, between a write and its publication (100)
  --seed N    draws the moments (1)`;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else {
  const { violations, struck } = await soak(Number(values.kills), Number(values.seed), console.log);
  for (const [when, count] of Object.entries(struck))
    console.log(`${String(count).padStart(6)}  killed ${when}`);
  for (const violation of violations) console.log(violation);
  console.log(violations.length === 0 ? "every fact arrived, and had its effect once" : "NOT every fact");
  process.exitCode = violations.length === 0 ? 0 : 1;
}
