import { expect, test } from "vitest";
import { enterprise, people } from "../city/people.ts";
import { announce, attendance, schoolOf, sent, uploadDetail } from "./announced.ts";
import { useStage } from "./on-stage.ts";
import { accruals, attendanceCsv, certifiedEnterprise, owedFen, placed } from "./one-enterprise.ts";

const held = useStage();
const FULL = 50_000;
const ROUNDS = 50;

/** Days that make a whole month, and days that make nothing. */
const [WHOLE, NOTHING] = [20, 3];

async function firm(number: number, students = 1): Promise<string> {
  const uscc = await certifiedEnterprise(held.client, number);
  for (let one = 1; one <= students; one++) await placed(held.client, uscc, number * 10 + one);
  return uscc;
}

test(`two files of one month at the same time, ${ROUNDS} times over: always the newer one's figures, once`, async () => {
  const uscc = await firm(1, 2);
  for (let round = 1; round <= ROUNDS; round++) {
    // a day more or less each time, so that no file repeats another, and the newer one is once worth all, once nothing
    const odd = round % 2;
    const [low, high] = [1 + (round % 5), 16 + (round % 5)];
    const older = await announce(held.client, {
      uscc,
      csv: attendanceCsv({ E11: odd ? low : high, E12: low }),
    });
    const newer = await announce(held.client, {
      uscc,
      csv: attendanceCsv({ E11: odd ? high : low, E12: high }),
    });
    const order = round % 3 === 0 ? [newer, older] : [older, newer];
    await Promise.all(order.map(({ put }) => put()));
    await held.client.settle();
    const months = await attendance(held.client, uscc);
    expect(
      months.map(({ uploadId, days }) => [uploadId, days]).sort((a, b) => Number(a[1]) - Number(b[1])),
    ).toEqual(
      [
        [newer.id, odd ? high : low],
        [newer.id, high],
      ].sort((a, b) => Number(a[1]) - Number(b[1])),
    );
    expect(await owedFen(held.client, uscc), `round ${round}`).toBe(odd ? 2 * FULL : FULL);
  }
}, 600_000);

test("an older file that is read after a newer one changes nothing", async () => {
  const uscc = await firm(2);
  const older = await announce(held.client, { uscc, csv: attendanceCsv({ E21: NOTHING }) });
  const newer = await announce(held.client, { uscc, csv: attendanceCsv({ E21: WHOLE }) });
  await newer.put();
  await held.client.settle();
  await older.put();
  await held.client.settle();
  expect(await attendance(held.client, uscc)).toMatchObject([
    { uploadId: newer.id, days: WHOLE, earlier: [{ uploadId: older.id, days: NOTHING }] },
  ]);
  expect((await accruals(held.client, uscc)).map(({ amountFen }) => amountFen)).toEqual([FULL]);
});

test("after A, and A again, a late B does not win", async () => {
  const uscc = await firm(3);
  const a = attendanceCsv({ E31: WHOLE });
  const first = await sent(held.client, { uscc, csv: a });
  await held.client.settle();
  const late = await announce(held.client, { uscc, csv: attendanceCsv({ E31: NOTHING }) });
  const again = await sent(held.client, { uscc, csv: a });
  await held.client.settle();
  expect(await uploadDetail(held.client, again)).toMatchObject({ sameAs: 1, progress: { percent: 100 } });
  await late.put();
  await held.client.settle();
  expect(await attendance(held.client, uscc)).toMatchObject([
    {
      uploadId: again,
      sequence: 3,
      days: WHOLE,
      earlier: [
        { uploadId: late.id, days: NOTHING },
        { uploadId: first, days: WHOLE },
      ],
    },
  ]);
  expect(await owedFen(held.client, uscc)).toBe(FULL);
});

test("a B that is read while A comes again loses, whichever of them ends first", async () => {
  const uscc = await firm(4);
  const a = attendanceCsv({ E41: WHOLE });
  await sent(held.client, { uscc, csv: a });
  await held.client.settle();
  for (let round = 0; round < 5; round++) {
    const late = await announce(held.client, { uscc, csv: attendanceCsv({ E41: NOTHING + round }) });
    const again = await announce(held.client, { uscc, csv: a });
    await Promise.all([late.put(), again.put()]);
    await held.client.settle();
    expect(await attendance(held.client, uscc)).toMatchObject([{ uploadId: again.id, days: WHOLE }]);
    expect(await owedFen(held.client, uscc)).toBe(FULL);
    expect((await uploadDetail(held.client, again.id)).progress.percent).toBe(100);
  }
});

test("the same bytes twice at the same time count once", async () => {
  const uscc = await firm(5);
  const csv = attendanceCsv({ E51: WHOLE });
  const files = [await announce(held.client, { uscc, csv }), await announce(held.client, { uscc, csv })];
  await Promise.all(files.map(({ put }) => put()));
  await held.client.settle();
  expect(await attendance(held.client, uscc)).toMatchObject([{ uploadId: files[1]?.id, days: WHOLE }]);
  expect((await accruals(held.client, uscc)).map(({ amountFen }) => amountFen)).toEqual([FULL]);
});

test("a file that is refused after one that was accepted leaves it standing", async () => {
  const uscc = await firm(6);
  const good = await sent(held.client, { uscc, csv: attendanceCsv({ E61: WHOLE }) });
  const bad = await sent(held.client, { uscc, csv: "甲,乙\n1,2\n", mode: "replace-month" });
  await held.client.settle();
  expect(await uploadDetail(held.client, bad)).toMatchObject({
    status: "rejected",
    code: "header-not-recognised",
  });
  expect(await attendance(held.client, uscc)).toMatchObject([{ uploadId: good }]);
});

test("a withdrawn month gives back what it had replaced, and the chain leads to the original bytes", async () => {
  const uscc = await firm(7, 2);
  const csv = attendanceCsv({ E71: WHOLE, E72: WHOLE });
  const both = await sent(held.client, { uscc, csv });
  const replacing = await sent(held.client, {
    uscc,
    csv: attendanceCsv({ E71: NOTHING }),
    mode: "replace-month",
  });
  await held.client.settle();
  expect(await attendance(held.client, uscc)).toMatchObject([
    { uploadId: replacing, earlier: [{ uploadId: both, days: WHOLE }] },
  ]);
  await held.client.call(enterprise(uscc), "POST", `/v1/uploads/${replacing}/withdraw`);
  await held.client.settle();
  expect(await attendance(held.client, uscc)).toHaveLength(2);
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
  const path = `/v1/uploads/${both}/original`;
  const { body } = await held.client.call<{ location: string }>(enterprise(uscc), "GET", path, {
    expect: [303],
  });
  expect(await (await fetch(body.location)).text()).toBe(csv);
  await held.client.call(enterprise("91411224MA9TE5T12B"), "GET", path, { expect: [403] });
});

test("uploads are listed page by page", async () => {
  const uscc = await firm(8);
  for (let days = 1; days <= 3; days++) {
    await sent(held.client, { uscc, csv: attendanceCsv({ E81: days }) });
    await held.client.settle();
  }
  const path = `/v1/enterprises/${uscc}/uploads?period=2026-06&limit=2`;
  type Page = { items: { sequence: number }[]; cursor: string | null };
  const { body: first } = await held.client.call<Page>(people.officer, "GET", path);
  const { body: rest } = await held.client.call<Page>(
    people.officer,
    "GET",
    `${path}&cursor=${encodeURIComponent(first.cursor ?? "")}`,
  );
  expect([...first.items, ...rest.items].map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(first.items).toHaveLength(2);
});

test("a school's file never overrides the enterprise's: both are kept, and the school is told", async () => {
  const uscc = await firm(9, 2);
  const school = await sent(held.client, {
    uscc,
    csv: attendanceCsv({ E91: WHOLE, E92: WHOLE }),
    school: "S001",
  });
  await held.client.settle();
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
  const own = await sent(held.client, { uscc, csv: attendanceCsv({ E91: WHOLE - 2 }) });
  await held.client.settle();
  const months = await attendance(held.client, uscc);
  expect(months).toMatchObject([
    { uploadId: own, days: WHOLE - 2, disputed: true },
    { uploadId: school, days: WHOLE, disputed: false },
  ]);
  const told = await held.client.call<{ notices: { code: string; dates: string[] }[] }>(
    schoolOf("S001"),
    "GET",
    `/v1/uploads/${school}`,
  );
  expect(told.body.notices).toMatchObject([
    { code: "enterprise-has-spoken", placementId: months[0]?.placementId },
  ]);
  expect(told.body.notices[0]?.dates).toHaveLength(2);
  await held.client.call(enterprise(uscc), "POST", `/v1/uploads/${own}/withdraw`);
  await held.client.settle();
  expect((await uploadDetail(held.client, school)).notices).toEqual([]);
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
});

test("a correction for a closed month is taken and marked late; who is not corrected keeps the old day", async () => {
  const uscc = await firm(10, 2);
  const inTime = await sent(held.client, { uscc, csv: attendanceCsv({ E101: WHOLE, E102: NOTHING }) });
  await held.client.settle();
  expect(await uploadDetail(held.client, inTime)).toMatchObject({ late: false });
  await held.client.clock("2026-07-05T02:00:00+08:00");
  await held.client.settle();
  await held.client.clock("2026-07-06T09:00:00+08:00");
  const correction = await sent(held.client, { uscc, csv: attendanceCsv({ E101: WHOLE, E102: WHOLE }) });
  await held.client.settle();
  expect(await uploadDetail(held.client, correction)).toMatchObject({ status: "accepted", late: true });
  expect(await attendance(held.client, uscc)).toMatchObject([
    { uploadId: correction, days: WHOLE, late: false },
    { uploadId: correction, days: WHOLE, late: true },
  ]);
  expect(await owedFen(held.client, uscc)).toBe(2 * FULL);
});
