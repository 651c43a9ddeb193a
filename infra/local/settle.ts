import type { Blueprint } from "./blueprint.ts";
import type { EventSource } from "./event-source.ts";
import type { Functions } from "./functions.ts";
import type { Messaging } from "./messaging.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Schedules } from "./schedules.ts";

const LOOK_MS = 60;
/** One look may fall between two steps of the same work. */
const QUIET_LOOKS = 2;

export interface Working {
  blueprint: Blueprint;
  messaging: Messaging;
  sources: readonly EventSource[];
  functions: Functions;
  schedules: Schedules;
  objects: ObjectStore;
}

/** What still keeps the stage busy; nothing when it has settled. Failed messages that wait to be tried again do not. */
export function pending({ blueprint, messaging, sources, functions, schedules, objects }: Working): string[] {
  const busy: string[] = [];
  for (const { arn, name } of blueprint.queues) {
    if (blueprint.deadLetterArns.has(arn)) continue;
    const { visible, delayed } = messaging.depth(arn);
    if (visible + delayed > 0) busy.push(`${name}: ${visible} visible, ${delayed} delayed`);
  }
  const batches = sources.reduce((sum, source) => sum + source.working, 0);
  if (batches > 0) busy.push(`${batches} batches in flight`);
  if (functions.active > 0) busy.push(`${functions.active} invocations`);
  if (schedules.firing > 0) busy.push(`${schedules.firing} schedules firing`);
  if (objects.unannounced > 0) busy.push(`${objects.unannounced} notifications`);
  return busy;
}

/** Waits until nothing is visible, in flight or due. @returns what still is when the time is over */
export async function settle(
  working: Working,
  timeoutMs: number,
): Promise<{ settled: boolean; ms: number; busy: string[] }> {
  const started = performance.now();
  const ms = (): number => Math.round(performance.now() - started);
  for (let quiet = 0; ; ) {
    const busy = pending(working);
    quiet = busy.length === 0 ? quiet + 1 : 0;
    if (quiet >= QUIET_LOOKS) return { settled: true, ms: ms(), busy };
    if (ms() > timeoutMs) return { settled: false, ms: ms(), busy };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
