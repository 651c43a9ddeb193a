import { mkdir, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Longer than any bundling takes: whoever holds a lock for so long was killed while it did. */
const ABANDONED_MS = 60_000;

/** Runs something while no other process of this machine does; the others wait. @param lock a folder that marks it */
export async function exclusively(lock: string, run: () => Promise<void>): Promise<void> {
  await mkdir(dirname(lock), { recursive: true });
  while (!(await taken(lock))) await pause(50);
  try {
    await run();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** Making a folder succeeds for one process only. */
async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const since = await stat(lock).catch(() => null);
    if (since && Date.now() - since.mtimeMs > ABANDONED_MS) await rm(lock, { recursive: true, force: true });
    return false;
  }
}
