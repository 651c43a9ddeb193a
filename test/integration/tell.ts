import type { EventDefinition } from "../../events/envelope.ts";
import type { Stage } from "../../infra/local/stage.ts";
import { fact, publish, type Telling } from "../../shared/runtime/bus.ts";

/** Tells a fact over the stage's topic, as a context would that is not part of it. */
export async function tell<E extends EventDefinition>(
  { blueprint, credentials, endpoints, region, now }: Stage,
  told: Pick<Telling<E>, "event" | "id" | "subject" | "data"> & { subjectVersion?: number },
): Promise<void> {
  const topic = blueprint.topics.find(({ name }) => name.includes("Facts"));
  Object.assign(process.env, {
    FACTS_TOPIC: topic?.arn,
    AWS_ENDPOINT_URL_SNS: endpoints.sns,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  await publish([fact({ subjectVersion: 1, ...told, at: now() })]);
}
