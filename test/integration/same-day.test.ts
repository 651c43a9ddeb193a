import { expect, test } from "vitest";
import { enterprise, people } from "../city/people.ts";
import { sent, type UploadDetail, uploadDetail } from "./announced.ts";
import { useStage } from "./on-stage.ts";
import { attendanceCsv, certifiedEnterprise, internship, owedFen } from "./one-enterprise.ts";

const held = useStage();
const FULL = 50_000;
/** The first twenty working days of June 2026. */
const DAYS = 20;

interface Placed {
  placementId: string;
  conflicts: { id: string; placementIds: string[] }[];
}

/** The same student placed with two enterprises in the same days. */
async function placedTwice(number: number) {
  const one = await certifiedEnterprise(held.client, number);
  const other = await certifiedEnterprise(held.client, number + 1);
  const place = async (uscc: string): Promise<Placed> =>
    (
      await held.client.call<Placed>(people.officer, "POST", "/v1/placements", {
        body: internship(uscc, number * 10),
      })
    ).body;
  const [here, there] = [await place(one), await place(other)];
  return { one, other, here, there, conflictId: there.conflicts[0]?.id ?? "" };
}

const asOwner = async (uscc: string, id: string): Promise<UploadDetail> =>
  (await held.client.call<UploadDetail>(enterprise(uscc), "GET", `/v1/uploads/${id}`)).body;

test("only one enterprise is paid for a day, both are told, and an officer can decide otherwise", async () => {
  const { one, other, here, there, conflictId } = await placedTwice(10);
  const csv = attendanceCsv({ E100: DAYS });
  const first = await sent(held.client, { uscc: one, csv });
  await held.client.settle();
  const second = await sent(held.client, { uscc: other, csv });
  await held.client.settle();
  expect([await owedFen(held.client, one), await owedFen(held.client, other)]).toEqual([FULL, 0]);

  const [tellsOne, tellsOther] = [await asOwner(one, first), await asOwner(other, second)];
  expect(tellsOne.notices).toMatchObject([
    { code: "same-day-elsewhere", placementId: here.placementId, kept: true },
  ]);
  expect(tellsOther.notices).toMatchObject([
    { code: "same-day-elsewhere", placementId: there.placementId, kept: false },
  ]);
  expect(tellsOne.notices[0]?.dates).toHaveLength(DAYS);
  expect(tellsOther.notices[0]?.dates).toEqual(tellsOne.notices[0]?.dates);
  // each learns that it is so, never where
  expect(JSON.stringify(tellsOne)).not.toContain(other);
  expect(JSON.stringify(tellsOther)).not.toContain(one);

  const decision = { keep: there.placementId, reason: "经核实在后者实习" };
  await held.client.call(people.officer, "POST", `/v1/conflicts/${conflictId}/decision`, { body: decision });
  await held.client.settle();
  expect([await owedFen(held.client, one), await owedFen(held.client, other)]).toEqual([0, FULL]);
  expect((await uploadDetail(held.client, first)).notices).toMatchObject([{ kept: false }]);
  expect((await uploadDetail(held.client, second)).notices).toMatchObject([{ kept: true }]);
});

test("a correction takes back what both were told", async () => {
  const { one, other } = await placedTwice(20);
  const csv = attendanceCsv({ E200: DAYS });
  const first = await sent(held.client, { uscc: one, csv });
  const second = await sent(held.client, { uscc: other, csv });
  await held.client.settle();
  expect((await uploadDetail(held.client, first)).notices).toHaveLength(1);
  expect((await uploadDetail(held.client, second)).notices).toHaveLength(1);
  await held.client.call(enterprise(one), "POST", `/v1/uploads/${first}/withdraw`);
  await held.client.settle();
  expect((await uploadDetail(held.client, second)).notices).toEqual([]);
  expect([await owedFen(held.client, one), await owedFen(held.client, other)]).toEqual([0, FULL]);
});

test("a file that comes again says the same of it, and some days only are told as some", async () => {
  const { one, other } = await placedTwice(30);
  const few = await sent(held.client, { uscc: one, csv: attendanceCsv({ E300: 2 }) });
  await held.client.settle();
  await sent(held.client, { uscc: other, csv: attendanceCsv({ E300: DAYS }) });
  await held.client.settle();
  const again = await sent(held.client, { uscc: one, csv: attendanceCsv({ E300: 2 }) });
  await held.client.settle();
  for (const id of [few, again]) {
    expect((await uploadDetail(held.client, id)).notices).toMatchObject([
      { dates: ["2026-06-01", "2026-06-02"], kept: true },
    ]);
  }
  expect(await owedFen(held.client, other)).toBe(FULL);
});
