import { readFileSync } from "node:fs";
import { sendWork } from "../../../shared/runtime/queue.ts";

/** Puts tasks into a queue of the product, as its own planner does. Arguments: the queue's setting, a file of tasks. */
const [queue = "", file = ""] = process.argv.slice(2);
await sendWork(queue, JSON.parse(readFileSync(file, "utf8")) as object[]);
console.log("null");
