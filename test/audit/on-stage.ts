import { Worker } from "node:worker_threads";
import type { Stage } from "../../infra/local/stage.ts";
import type { Period } from "../../shared/values/period.ts";
import type { Audited } from "./audit.ts";

/** What the auditing thread is given. */
export interface Start {
  period: Period;
  /** How far the stage's clock is ahead of the machine's: signatures are judged by it. */
  shift: Float64Array;
}

/** What the auditing thread says: how far it is, what it found, or why there is nothing to find. */
export type Told = { line: string } | { audited: Audited } | { nothing: string };

/** What a context calls its own is another table for each. */
const OWN = new Set(["TABLE", "DEAD_LETTER_QUEUE_URL"]);

/**
 * Every table, bucket and key of a stage under the name that its functions know it by, with the stage's own
 * credentials; an audit asks for nothing but reads.
 */
function settingsOf({ blueprint, region, credentials, endpoints }: Stage): Record<string, string> {
  const named = blueprint.functions.flatMap(({ environment }) =>
    Object.entries(environment).filter(([name]) => !OWN.has(name)),
  );
  return {
    ...Object.fromEntries(named),
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_KMS: endpoints.kms,
    TZ: "UTC",
    PATH: process.env["PATH"] ?? "",
  };
}

/**
 * Audits a month of a stage, which may stand still or go on, in a thread with its settings and its clock.
 * @returns what was found, or why there is nothing to audit
 */
export function auditStage(
  stage: Stage,
  period: Period,
  tell: (line: string) => void = () => undefined,
): Promise<Audited | string> {
  const shift = new Float64Array(new SharedArrayBuffer(8));
  shift[0] = stage.now().getTime() - Date.now();
  const start: Start = { period, shift };
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./thread.ts", import.meta.url), {
      workerData: start,
      env: settingsOf(stage),
    });
    thread.on("message", (told: Told) => {
      if ("line" in told) tell(told.line);
      else resolve("audited" in told ? told.audited : told.nothing);
    });
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("The audit ended without an answer")));
  });
}
