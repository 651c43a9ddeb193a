import { expect, test } from "vitest";
import { each } from "../city/client.ts";
import { sent, uploadDetail } from "./announced.ts";
import { useStage } from "./on-stage.ts";
import { attendanceCsv, certifiedEnterprise, placed } from "./one-enterprise.ts";
import { unitsWritten } from "./spent.ts";

const held = useStage();
const STUDENTS = 120;
const DAYS = 21;

/** What a file costs from its announcement until everything about it is still. */
async function costOf(uscc: string, csv: string): Promise<{ id: string; units: number }> {
  const before = await unitsWritten(held.stage.dir);
  const id = await sent(held.client, {
    uscc,
    csv,
    filename: "三门峡某某铝业有限公司六月考勤明细表（定稿）.csv",
  });
  await held.client.settle();
  return { id, units: (await unitsWritten(held.stage.dir)) - before };
}

test("a file costs a unit for eight rows and more, the same file again next to nothing", async () => {
  const uscc = await certifiedEnterprise(held.client, 1);
  const numbers = Array.from({ length: STUDENTS }, (_, index) => 100 + index);
  await each(numbers, (number) => placed(held.client, uscc, number).then(() => undefined));
  await held.client.settle();
  const csv = attendanceCsv(Object.fromEntries(numbers.map((number) => [`E${number}`, DAYS])));
  const first = await costOf(uscc, csv);
  expect(await uploadDetail(held.client, first.id)).toMatchObject({
    rows: { accepted: STUDENTS * DAYS },
    progress: { percent: 100, studentMonths: STUDENTS },
  });
  expect(first.units / (STUDENTS * DAYS)).toBeLessThanOrEqual(0.12);
  const again = await costOf(uscc, csv);
  expect(await uploadDetail(held.client, again.id)).toMatchObject({ sameAs: 1, progress: { percent: 100 } });
  expect(again.units).toBeGreaterThan(0);
  expect(again.units).toBeLessThanOrEqual(10);
});
