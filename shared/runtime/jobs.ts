import { setting } from "./config.ts";
import { openTable, type Write } from "./table.ts";

/** Long work that somebody waits for. `result` and `problem` are set when it has ended. */
export interface Job {
  jobId: string;
  kind: string;
  status: "running" | "done" | "failed";
  startedAt: string;
  endedAt: string | null;
  result: unknown;
  problem: { code: string; zh: string; en: string } | null;
}

const key = (jobId: string) => ({ pk: `JOB#${jobId}`, sk: "JOB" });
const jobs = () => openTable(setting("JOBS_TABLE"));

export const readJob = (jobId: string): Promise<Job | undefined> => jobs().get<Job>(key(jobId));

/** A job as one write of a transaction, for one that begins or ends with what it is about. */
export const jobWrite = (job: Job): Write => ({
  table: setting("JOBS_TABLE"),
  put: { ...key(job.jobId), ...job },
});

export const writeJob = (job: Job): Promise<void> => jobs().put({ ...key(job.jobId), ...job });
