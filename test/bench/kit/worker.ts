import { createRequire } from "node:module";
import { peakMb } from "./memory.ts";

/**
 * A function's own bundle in a process of its own, called with one event after another, so that its memory and its
 * time are nobody else's. Before each call the stage has finished what the one before led to. Arguments: the bundle's
 * file, messages' bodies as a JSON list, and the stage's URL.
 */
const [bundle = "", bodies = "[]", stage = ""] = process.argv.slice(2);
const { handler } = createRequire(import.meta.url)(bundle) as {
  handler: (event: unknown, context: unknown) => Promise<{ batchItemFailures: unknown[] }>;
};

const calls: { ms: number; cpuMs: number; peakMb: number }[] = [];
for (const [index, body] of (JSON.parse(bodies) as string[]).entries()) {
  const settled = await fetch(`${stage}/dev/settle`, { method: "POST" });
  if (!settled.ok) throw new Error(`The stage does not settle: ${settled.status}`);
  const record = { messageId: `bench-${index}`, body, attributes: { ApproximateReceiveCount: "1" } };
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const { batchItemFailures } = await handler({ Records: [record] }, {});
  if (batchItemFailures.length > 0) throw new Error(`Message ${index} failed`);
  const { user, system } = process.cpuUsage(cpu);
  calls.push({ ms: performance.now() - began, cpuMs: (user + system) / 1_000, peakMb: peakMb() });
}
console.log(JSON.stringify(calls));
