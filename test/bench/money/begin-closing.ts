import { openPeriod } from "../../../functions/settlement/month/period.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { openTable } from "../../../shared/runtime/table.ts";
import { PERIOD } from "../attendance/month.ts";

/** Lets a month be in its close without anybody working at it. Argument: the run's id. */
const [runId = ""] = process.argv.slice(2);
const month = { ...openPeriod(PERIOD), status: "closing", runId, version: 1 };
await openTable(setting("TABLE")).put({ pk: `PERIOD#${PERIOD}`, sk: "HEAD", ...month });
console.log("null");
