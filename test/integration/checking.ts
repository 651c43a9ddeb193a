import type { Client } from "../city/client.ts";
import { people } from "../city/people.ts";

export interface Told {
  comparison: string;
  uscc: string | null;
  period: string;
  subject: string;
  expected: string | number | null;
  found: string | number | null;
}

export interface CheckResult {
  periods: string[];
  enterprises: number;
  comparisons: {
    code: string;
    zh: string;
    en: string;
    compared: number;
    expectedFen: number;
    foundFen: number;
    differences: number;
  }[];
  differences: number;
  listed: Told[];
}

/** Has the books checked, and waits until that has ended. */
export async function checked(
  client: Client,
  body?: { periods: string[] },
): Promise<{ jobId: string; result: CheckResult }> {
  const asked = body ? { body } : {};
  const begun = await client.call<{ jobId: string }>(people.finance, "POST", "/v1/ledger/check", {
    ...asked,
    expect: [202],
  });
  const { jobId } = begun.body;
  await client.settle();
  type Job = { status: string; kind: string; result: CheckResult };
  const { body: job } = await client.call<Job>(people.finance, "GET", `/v1/jobs/${jobId}`);
  if (job.status !== "done") throw new Error(`The check is ${job.status}`);
  return { jobId, result: job.result };
}
