import { expect, test } from "vitest";
import { rules } from "../../functions/attendance/rules/index.ts";
import { upload } from "../city/month.ts";
import { enterprise } from "../city/people.ts";
import { cases } from "../corpus/cases.ts";
import { EVERYBODY, firstYear } from "../corpus/cast.ts";
import { attendance } from "./announced.ts";
import { useStage } from "./on-stage.ts";
import { certifiedEnterprise, internship, uploadView } from "./one-enterprise.ts";

const held = useStage();

/** Some of every kind: encodings, forms, mistakes, meanings, tools, damage, and what is hostile. */
const STAGED = [
  "encoding/xls",
  "encoding/html-gbk",
  "encoding/csv-utf16le-tab",
  "workbook/hidden-rows",
  "workbook/merged-names",
  "workbook/formula-no-values",
  "mistake/id-as-quantity",
  "mistake/out-missing",
  "meaning/unknown-student",
  "meaning/ambiguous-name",
  "meaning/outside-agreement",
  "meaning/statutory-holiday",
  "meaning/night-shift",
  "meaning/exceeds-40",
  "meaning/all-wrong",
  "dingtalk-raw/hand-edited",
  "wecom/both-sheets",
  "fingerprint/whole",
  "fingerprint/summary-only",
  "home-made/totals",
  "long/cut-in-half",
  "content/png",
  "program/encrypted-xlsx",
  "text/formula-command",
  "markup/billion-laughs",
  "bomb/declared",
];

let firm: Promise<{ uscc: string; placements: Map<string, string> }> | undefined;

/** The firm whose students the files are about. Nobody in the first year can be placed. */
async function theFirm() {
  const uscc = await certifiedEnterprise(held.client, 700);
  const placements = new Map<string, string>();
  for (const [index, who] of EVERYBODY.entries()) {
    if (who === firstYear) continue;
    const { name, idNumber, studentNo, employeeNo, start, end, grade } = who;
    const student = { name, idNumber, studentNo, grade };
    const body = internship(uscc, 700 + index, { student, employeeNo, start, end });
    const path = "/v1/placements";
    const made = await held.client.call<{ placementId: string }>(enterprise(uscc), "POST", path, { body });
    placements.set(made.body.placementId, who.key);
  }
  return { uscc, placements };
}

test.each(STAGED)("%s goes through the stage", async (name) => {
  firm ??= theFirm();
  const { uscc, placements } = await firm;
  const one = cases.find((other) => other.name === name);
  if (!one) throw new RangeError(`No such file: ${name}`);
  const { filename, period, expected } = one;
  const file = { uscc, period, filename, mode: "merge" as const, bytes: await one.bytes() };
  const id = await upload(held.client, file, crypto.randomUUID());
  await held.client.settle();

  const { status, rows } = await uploadView(held.client, uscc, id);
  expect(status).toBe(expected.status);
  expect(rows.accepted + rows.rejected).toBe(rows.total);
  const months = await attendance(held.client, uscc, period);
  const kept = months.filter(({ uploadId }) => uploadId === id);
  expect(kept.map(({ placementId }) => placements.get(placementId)).sort()).toEqual(
    Object.keys(expected.kept).sort(),
  );
  expect(codesIn(await report(uscc, id, "csv"))).toEqual([...expected.file, ...expected.rows].sort());
  const workbook = await report(uscc, id, "xlsx");
  expect(workbook.subarray(0, 2).toString("latin1")).toBe("PK");
});

async function report(uscc: string, id: string, format: string): Promise<Buffer> {
  const path = `/v1/uploads/${id}/report?format=${format}`;
  const { body } = await held.client.call<{ location: string }>(enterprise(uscc), "GET", path);
  return Buffer.from(await (await fetch(body.location)).arrayBuffer());
}

/** The codes that lines of the report carry, each once. */
function codesIn(csv: Buffer): string[] {
  const text = csv.toString();
  return [...rules.keys()].filter((code) => text.includes(`,${code},`)).sort();
}
