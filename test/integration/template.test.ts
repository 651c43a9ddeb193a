import { expect, test } from "vitest";
import { bytesSource } from "../../functions/attendance/files/bytes.ts";
import { openWorkbook } from "../../functions/attendance/files/xlsx.ts";
import { writeWorkbook } from "../../shared/xlsx/workbook.ts";
import { enterprise, people } from "../city/people.ts";
import { useStage } from "./on-stage.ts";
import { certifiedEnterprise, placed, send, uploadView } from "./one-enterprise.ts";

const held = useStage();
let uscc = "";

interface Sheet {
  name: string;
  rows: string[][];
}

/** Downloads a template as the owner does. */
async function template(form: string, period = "2026-06"): Promise<{ location: string; sheets: Sheet[] }> {
  const path = `/v1/enterprises/${uscc}/template?period=${period}&form=${form}`;
  const { status, body } = await held.client.call<{ location: string }>(enterprise(uscc), "GET", path);
  expect(status).toBe(303);
  const bytes = new Uint8Array(await (await fetch(body.location)).arrayBuffer());
  const sheets = await openWorkbook(bytesSource(bytes));
  const texts = sheets.map(async ({ name, rows }) => ({
    name,
    rows: (await Array.fromAsync(rows())).flat().map(({ values }) => values),
  }));
  return { location: body.location, sheets: await Promise.all(texts) };
}

const written = async (sheets: readonly Sheet[]): Promise<Uint8Array> =>
  Buffer.concat(
    await Array.fromAsync(
      writeWorkbook(
        sheets.map(({ name, rows }) => ({
          name,
          rows: [rows.map((row) => ({ cells: Array.from(row, (cell) => cell ?? "") }))],
        })),
      ),
    ),
  );

/** Writes into the first sheet wherever a heading and the row of a number say. */
function fill(
  { rows }: Sheet,
  headingRow: number,
  who: string,
  entries: [heading: string, text: string][],
): void {
  const headings = rows[headingRow] ?? [];
  const row = rows.find((values) => values.includes(who)) ?? [];
  for (const [heading, text] of entries) row[headings.indexOf(heading)] = text;
}

test.each([
  [
    "matrix",
    2,
    [
      ["1", "√"],
      ["2", "7.5"],
    ] as [string, string][],
    2,
  ],
  [
    "long",
    0,
    [
      ["工时", "8"],
      ["状态", "出勤"],
    ] as [string, string][],
    1,
  ],
])(
  "the %s form comes back filled in and is accepted without a warning",
  async (form, headingRow, entries, days) => {
    uscc ||= await certifiedEnterprise(held.client, 520);
    if (form === "matrix") for (const number of [521, 522]) await placed(held.client, uscc, number);
    const { location, sheets } = await template(form);
    expect(new URL(location).pathname).not.toContain(uscc);
    const [sheet] = sheets as [Sheet];
    expect(JSON.stringify(sheets)).not.toMatch(/学生52|4112022009/);
    fill(sheet, headingRow, "E521", entries);
    const id = await send(held.client, uscc, await written(sheets), { filename: "模板.xlsx" });
    await held.client.settle();
    expect(await uploadView(held.client, uscc, id)).toMatchObject({
      status: "accepted",
      rows: { total: days, accepted: days, rejected: 0 },
      progress: { studentMonths: 1 },
    });
    const path = `/v1/uploads/${id}/report?format=csv`;
    const report = await held.client.call<{ location: string }>(enterprise(uscc), "GET", path);
    const text = await (await fetch(report.body.location)).text();
    expect(text.split("\r\n").filter(Boolean)).toHaveLength(1);
  },
);

test("the same template has the same address, and without placements it says so", async () => {
  const [one, two] = [await template("matrix"), await template("matrix")];
  expect(new URL(one.location).pathname).toBe(new URL(two.location).pathname);
  const empty = await template("long", "2026-01");
  expect(empty.sheets[0]?.rows).toHaveLength(1);
  expect(JSON.stringify(empty.sheets)).toContain("没有实习安置");
});

test("it is the owner's and the officers' alone, and of months that files are taken for", async () => {
  const path = (period: string) => `/v1/enterprises/${uscc}/template?period=${period}`;
  await held.client.call(enterprise("91411224MA9TE5T12B"), "GET", path("2026-06"), { expect: [403] });
  await held.client.call(people.officer, "GET", path("2026-06"), { expect: [303] });
  await held.client.call(people.officer, "GET", path("2021-06"), { expect: [422] });
});
