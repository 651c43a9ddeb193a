import { people } from "../../city/people.ts";
import type { Scene } from "../plan/city.ts";

const CHECK = "/v1/ledger/check";

interface Difference {
  comparison: string;
  period: string;
  subject: string;
  expected: unknown;
  found: unknown;
}

/** What the city's own check of its books finds, where it has one. */
export async function ledgerIsRight({ engine, client }: Scene): Promise<string[]> {
  if (!engine.cloud.blueprint.routes.some(({ path }) => path === CHECK)) return [];
  const { body } = await client.call<{ jobId: string }>(people.finance, "POST", CHECK, { body: {} });
  await engine.idle();
  const found = await client.list<Difference>(people.finance, `/v1/ledger/checks/${body.jobId}`);
  return found.map(
    ({ comparison, period, subject, expected, found: said }) =>
      `ledger: ${comparison} of ${subject} in ${period} is ${said}, not ${expected}`,
  );
}
