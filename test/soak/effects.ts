import { startStage } from "../../infra/local/stage.ts";
import { openTable } from "../../shared/runtime/table.ts";
import type { StageProcess } from "../chaos/process.ts";

/** How often each enterprise was verified, by the record of changes; anything but once is said. */
export async function verifications(
  running: StageProcess,
  dir: string,
  codes: readonly string[],
): Promise<string[]> {
  await running.kill("SIGKILL");
  const stage = await startStage({ dir, still: true });
  try {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: stage.endpoints.dynamodb,
      AWS_REGION: stage.region,
      AWS_ACCESS_KEY_ID: stage.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: stage.credentials.secretAccessKey,
    });
    const records = openTable(stage.table("Audit"));
    const counted = codes.map(async (code) => {
      const changes = await records.all<{ action: string }>({ pk: `enterprise/${code}` });
      const times = changes.filter(({ action }) => action === "enterprise.verified").length;
      return times === 1 ? [] : [`${code} was verified ${times} times`];
    });
    return (await Promise.all(counted)).flat();
  } finally {
    await stage.stop();
  }
}
