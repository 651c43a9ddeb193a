import { readFileSync } from "node:fs";

/** The most memory that this process has had so far, in MB, as the system counts it. */
export function peakMb(): number {
  const kb = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kb) / 1024;
}
