import { expect, test } from "vitest";
import { enterprise, people } from "../city/people.ts";
import { attendance, sent, uploadDetail } from "./announced.ts";
import { useStage } from "./on-stage.ts";
import { attendanceCsv, certifiedEnterprise, owedFen, placed } from "./one-enterprise.ts";

const held = useStage();
const FULL = 50_000;
const HOLIDAY = "2026-06-19";
const filing = {
  kinds: ["statutory-holiday", "overtime"],
  documentNo: "三教备〔2026〕7号",
  from: "2026-06-15",
  to: "2026-06-30",
};

test("work on a holiday withholds the month until it is filed; the day is then cleared, not forgotten", async () => {
  const uscc = await certifiedEnterprise(held.client, 1);
  await placed(held.client, uscc, 11);
  const csv = `${attendanceCsv({ E11: 20 })}E11,${HOLIDAY},8,出勤\n`;
  const id = await sent(held.client, { uscc, csv });
  await held.client.settle();
  const violation = { date: HOLIDAY, code: "statutory-holiday" };
  expect(await attendance(held.client, uscc)).toMatchObject([
    { uploadId: id, days: 21, violations: [{ ...violation, cleared: false }] },
  ]);
  expect(await owedFen(held.client, uscc)).toBe(0);
  const path = `/v1/enterprises/${uscc}/filings`;
  const { body: made } = await held.client.call<{ id: string }>(people.officer, "POST", path, {
    body: filing,
  });
  await held.client.settle();
  expect(await attendance(held.client, uscc)).toMatchObject([
    { violations: [{ ...violation, cleared: true }] },
  ]);
  expect(await owedFen(held.client, uscc)).toBe(FULL);
  const filings = await held.client.list<{ id: string; documentNo: string }>(enterprise(uscc), path);
  expect(filings).toMatchObject([{ id: made.id, documentNo: filing.documentNo }]);
});

test("what was filed before is no violation, and another kind of filing allows nothing", async () => {
  const uscc = await certifiedEnterprise(held.client, 2);
  await placed(held.client, uscc, 21);
  const path = `/v1/enterprises/${uscc}/filings`;
  const csv = `${attendanceCsv({ E21: 20 })}E21,${HOLIDAY},8,出勤\n`;
  await held.client.call(people.officer, "POST", path, { body: { ...filing, kinds: ["night-shift"] } });
  await sent(held.client, { uscc, csv });
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(0);
  await held.client.call(people.officer, "POST", path, { body: filing });
  await held.client.settle();
  const again = await sent(held.client, { uscc, csv });
  await held.client.settle();
  expect(await uploadDetail(held.client, again)).toMatchObject({ sameAs: null, status: "accepted" });
  expect(await attendance(held.client, uscc)).toMatchObject([{ uploadId: again, violations: [] }]);
  expect(await owedFen(held.client, uscc)).toBe(FULL);
});

test("officers record filings; an enterprise sees its own and records none", async () => {
  const uscc = await certifiedEnterprise(held.client, 3);
  const path = `/v1/enterprises/${uscc}/filings`;
  await held.client.call(enterprise(uscc), "POST", path, { body: filing, expect: [403] });
  await held.client.call(enterprise("91411224MA9TE5T12B"), "GET", path, { expect: [403] });
  const reversed = { ...filing, from: filing.to, to: filing.from };
  const { body } = await held.client.call<{ code: string }>(people.officer, "POST", path, {
    body: reversed,
    expect: [422],
  });
  expect(body.code).toBe("dates-reversed");
});
