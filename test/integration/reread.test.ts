import { expect, test } from "vitest";
import { enterprise, people } from "../city/people.ts";
import { attendance, sent, uploadDetail } from "./announced.ts";
import { useStage } from "./on-stage.ts";
import {
  attendanceCsv,
  certifiedEnterprise,
  idNumberOf,
  internship,
  owedFen,
  placed,
} from "./one-enterprise.ts";
import { readings } from "./readings.ts";

const held = useStage();
const FULL = 50_000;

const readAgain = (uscc: string) => readings(held.stage.dir, uscc);

test("a file refused for a student whom nobody had registered counts once the placement is made", async () => {
  const uscc = await certifiedEnterprise(held.client, 1);
  await placed(held.client, uscc, 11);
  const id = await sent(held.client, { uscc, csv: attendanceCsv({ E12: 20 }) });
  await held.client.settle();
  expect(await uploadDetail(held.client, id)).toMatchObject({ status: "rejected", code: null });
  const placement = await placed(held.client, uscc, 12);
  await held.client.settle();
  expect(await uploadDetail(held.client, id)).toMatchObject({
    status: "accepted",
    rows: { total: 20, accepted: 20, rejected: 0 },
    progress: { percent: 100, studentMonths: 1, accruedFen: FULL },
  });
  expect(await owedFen(held.client, uscc)).toBe(FULL);
  expect(await attendance(held.client, uscc)).toMatchObject([
    { placementId: placement, uploadId: id, days: 20, by: "employeeNo" },
  ]);
});

test("rows refused for one student are accepted later, and the others' words stay as they are", async () => {
  const uscc = await certifiedEnterprise(held.client, 2);
  await placed(held.client, uscc, 21);
  const id = await sent(held.client, { uscc, csv: attendanceCsv({ E21: 20, E22: 20 }) });
  await held.client.settle();
  expect(await uploadDetail(held.client, id)).toMatchObject({ status: "partly-accepted" });
  await placed(held.client, uscc, 22);
  await held.client.settle();
  expect(await uploadDetail(held.client, id)).toMatchObject({ status: "accepted" });
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
});

test("a placement that ends early takes its later days with it", async () => {
  const uscc = await certifiedEnterprise(held.client, 3);
  const placement = await placed(held.client, uscc, 31);
  const id = await sent(held.client, { uscc, csv: attendanceCsv({ E31: 20 }) });
  await held.client.settle();
  const body = { end: "2026-06-05", reason: "离职" };
  await held.client.call(people.officer, "POST", `/v1/placements/${placement}/end`, { body });
  await held.client.settle();
  expect(await uploadDetail(held.client, id)).toMatchObject({
    status: "partly-accepted",
    rows: { total: 20, accepted: 5, rejected: 15 },
  });
  expect(await attendance(held.client, uscc)).toMatchObject([{ uploadId: id, days: 5 }]);
  expect(await owedFen(held.client, uscc)).toBe(0);
});

test("a second person of the same name makes an accepted row ambiguous", async () => {
  const uscc = await certifiedEnterprise(held.client, 4);
  await placed(held.client, uscc, 41);
  const csv = "姓名,日期,工时,状态\n学生41,2026-06-01,8,出勤\n学生41,2026-06-02,8,出勤\n";
  const id = await sent(held.client, { uscc, csv });
  await held.client.settle();
  expect(await uploadDetail(held.client, id)).toMatchObject({ status: "accepted" });
  const student = { idNumber: idNumberOf(942), name: "学生41", grade: 2 };
  await held.client.call(enterprise(uscc), "POST", "/v1/placements", {
    body: internship(uscc, 42, { student }),
  });
  await held.client.settle();
  expect(await uploadDetail(held.client, id)).toMatchObject({ status: "rejected", code: null });
  expect(await attendance(held.client, uscc)).toEqual([]);
});

test("what repeats a file follows it when that is read again, even after it was withdrawn", async () => {
  const uscc = await certifiedEnterprise(held.client, 5);
  await placed(held.client, uscc, 51);
  const csv = attendanceCsv({ E51: 20, E52: 20 });
  const first = await sent(held.client, { uscc, csv });
  await held.client.settle();
  const again = await sent(held.client, { uscc, csv });
  await held.client.settle();
  expect(await uploadDetail(held.client, again)).toMatchObject({ sameAs: 1, status: "partly-accepted" });
  await placed(held.client, uscc, 52);
  await held.client.settle();
  expect(await uploadDetail(held.client, again)).toMatchObject({ sameAs: 1, status: "accepted" });
  await held.client.call(enterprise(uscc), "POST", `/v1/uploads/${first}/withdraw`);
  await held.client.settle();
  expect(await attendance(held.client, uscc)).toHaveLength(2);
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
});

test("placements made before there is a file cost the files nothing", async () => {
  const uscc = await certifiedEnterprise(held.client, 6);
  for (let number = 61; number <= 69; number++) await placed(held.client, uscc, number);
  await held.client.settle();
  expect(await readAgain(uscc)).toBe(0);
});

test("a burst of placements has a file read again a few times, not once for each", async () => {
  const uscc = await certifiedEnterprise(held.client, 7);
  const students = Array.from({ length: 60 }, (_, index) => 700 + index);
  const csv = attendanceCsv(Object.fromEntries(students.map((number) => [`E${number}`, 20])));
  const id = await sent(held.client, { uscc, csv });
  await held.client.settle();
  await Promise.all(students.map((number) => placed(held.client, uscc, number)));
  await held.client.settle();
  expect(await uploadDetail(held.client, id)).toMatchObject({
    status: "accepted",
    progress: { studentMonths: students.length },
  });
  expect(await owedFen(held.client, uscc)).toBe(students.length * FULL);
  expect(await readAgain(uscc)).toBeLessThan(10);
});

test("a placement that no file could be about has none read again", async () => {
  const uscc = await certifiedEnterprise(held.client, 8);
  await placed(held.client, uscc, 81);
  const csv = attendanceCsv({ [idNumberOf(81)]: 20 }).replace("工号", "身份证号");
  await sent(held.client, { uscc, csv });
  await held.client.settle();
  const before = await readAgain(uscc);
  await placed(held.client, uscc, 82);
  await held.client.settle();
  expect(await readAgain(uscc)).toBe(before);
});
