import { readFileSync } from "node:fs";
import { sendWork } from "../../../shared/runtime/queue.ts";

/**
 * Puts tasks into a queue of the product, as its own planner does. Arguments: the queue's setting, a file of tasks. The
 * last line is the instant at which it began to, its own start left out.
 */
const [queue = "", file = ""] = process.argv.slice(2);
const tasks = JSON.parse(readFileSync(file, "utf8")) as object[];
const begunAt = performance.timeOrigin + performance.now();
await sendWork(queue, tasks);
console.log(JSON.stringify({ begunAt }));
