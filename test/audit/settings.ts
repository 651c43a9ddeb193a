import type { Stage } from "../../infra/local/stage.ts";

/** What a context calls its own is another table for each. */
const OWN = new Set(["TABLE", "DEAD_LETTER_QUEUE_URL"]);

/**
 * Lets this process read what a stage's functions read: every table, bucket and key under the name that functions
 * know it by. It comes with the stage's own credentials and asks for nothing but reads.
 * @returns what puts the environment back
 */
export function readAs(stage: Stage): () => void {
  const named = stage.blueprint.functions.flatMap(({ environment }) =>
    Object.entries(environment).filter(([name]) => !OWN.has(name)),
  );
  const settings: Record<string, string> = {
    ...Object.fromEntries(named),
    AWS_REGION: stage.region,
    AWS_ACCESS_KEY_ID: stage.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: stage.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: stage.endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: stage.endpoints.s3,
    AWS_ENDPOINT_URL_KMS: stage.endpoints.kms,
  };
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
