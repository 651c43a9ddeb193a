import { readJob } from "../../shared/runtime/jobs.ts";
import { log } from "../../shared/runtime/log.ts";

export interface Dependency {
  name: string;
  status: "up" | "down";
  /** How long the answer took. */
  ms: number;
}

/** Asks for an item that never exists: half a read unit says whether the table can be reached and read. */
const CHECKS: Record<string, () => Promise<unknown>> = {
  "jobs-table": () => readJob("health"),
};

/** Every dependency at once; one that fails is down, and its cause is in the log. */
export function checkDependencies(checks = CHECKS): Promise<Dependency[]> {
  return Promise.all(Object.entries(checks).map(([name, check]) => ask(name, check)));
}

async function ask(name: string, check: () => Promise<unknown>): Promise<Dependency> {
  const started = performance.now();
  let status: Dependency["status"] = "up";
  try {
    await check();
  } catch (cause) {
    log.error("health.dependency-down", { code: name }, cause);
    status = "down";
  }
  return { name, status, ms: Math.round(performance.now() - started) };
}
