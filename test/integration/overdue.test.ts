import { expect, test } from "vitest";
import { openPeriod } from "../../functions/settlement/month/period.ts";
import { people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { attendanceCsv, certifiedEnterprise, placed, send } from "./one-enterprise.ts";
import { tampering } from "./tampering.ts";

const held = useStage({ now: "2026-06-01T08:00:00+08:00" });

const statusOf = async (period: string): Promise<string> =>
  (await held.client.call<{ status: string }>(people.finance, "GET", `/v1/periods/${period}`)).body.status;

test("a month that is due while an earlier one is still closing waits, and begins by itself when that one ends", async () => {
  const uscc = await certifiedEnterprise(held.client, 600);
  await placed(held.client, uscc, 601);
  await send(held.client, uscc, attendanceCsv({ E601: 20 }));
  await held.client.settle();
  // the close of May hangs, as after a failure that nobody has looked at yet
  const hanging = { ...openPeriod("2026-05"), status: "closing", runId: "close-2026-05-1", version: 1 };
  const head = { pk: "PERIOD#2026-05", sk: "HEAD", ...hanging };
  await tampering(held.stage).change("Settlement", head, () => undefined);

  await held.client.clock("2026-07-05T02:00:00+08:00");
  await held.client.settle();
  expect([await statusOf("2026-05"), await statusOf("2026-06")]).toEqual(["closing", "open"]);

  await held.client.call(people.finance, "POST", "/v1/periods/2026-05/close", { expect: [202] });
  await held.client.settle();
  expect([await statusOf("2026-05"), await statusOf("2026-06")]).toEqual(["published", "published"]);
  const { body } = await held.client.call<{ totals: { lines: number } }>(
    people.finance,
    "GET",
    "/v1/periods/2026-06",
  );
  expect(body.totals.lines).toBe(1);
  expect(await statusOf("2026-07")).toBe("open");
});
