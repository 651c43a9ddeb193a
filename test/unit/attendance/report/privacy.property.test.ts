import fc from "fast-check";
import { expect, it } from "vitest";
import { bytesSource } from "../../../../functions/attendance/files/bytes.ts";
import { openWorkbook } from "../../../../functions/attendance/files/xlsx.ts";
import { inflate, readDirectory } from "../../../../functions/attendance/files/zip.ts";
import { citizenIdWithCheckDigit } from "../../../../shared/values/identifiers.ts";
import { entry } from "../support.ts";
import { drawnFrom, workbookOf } from "./support.ts";

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(""));
const idNumber = fc
  .tuple(fc.constantFrom("411202", "411221"), fc.integer({ min: 2000, max: 2011 }), digits(3))
  .map(([region, year, order]) => citizenIdWithCheckDigit(`${region}${year}0615${order}`));
const phone = digits(9).map((rest) => `13${rest}`);
const account = digits(19);
const name = fc.constantFrom("张小明", "欧阳春晓", "李雷", "王二麻子", "Anna Schmidt");

/** Texts as people write them around a secret. */
const around = (secret: fc.Arbitrary<string>) =>
  fc.tuple(
    fc.constantFrom("", "备注 ", "电话：", "G", "卡号", "=", "(", "第1行"),
    secret,
    fc.constantFrom("", "，已核对", ")", " 请假", "X", "\n"),
  );
const bystander = fc.oneof(around(idNumber), around(phone), around(account)).map((parts) => parts.join(""));
const formula = fc.constantFrom(
  "=1+1",
  "+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1)",
  "\t=1",
  '=HYPERLINK("http://x","y")',
);
const plainCell = fc.constantFrom("", "8", "7.5", "出勤", "旷工?", "08:30", "2026-06-01");

const student = fc.record({ idNumber, name, phone, account });
const row = fc.record({
  who: student,
  date: fc.constantFrom("2026-06-01", "6-31", "2026-05-01", "=TODAY()", "6月2日"),
  hours: fc.oneof(plainCell, formula, bystander),
  status: fc.oneof(plainCell, formula, bystander),
  note: fc.oneof(bystander, formula, plainCell),
});
const file = fc.record({
  title: bystander,
  rows: fc.array(row, { minLength: 1, maxLength: 8 }),
});

const HEADINGS = ["身份证号", "姓名", "日期", "工时", "状态", "备注", "联系电话", "银行卡号"];

async function drawnOf({ title, rows }: typeof file extends fc.Arbitrary<infer T> ? T : never) {
  const cells = rows.map(({ who, date, hours, status, note }) => [
    who.idNumber,
    who.name,
    date,
    hours,
    status,
    `${note} ${who.name}`,
    who.phone,
    who.account,
  ]);
  const first = rows[0]?.who;
  const known = first ? [entry({ placementId: "A", name: first.name, idNumber: first.idNumber })] : [];
  return drawnFrom(await workbookOf({ 六月: [[title], HEADINGS, ...cells] }), "a.xlsx", known);
}

it("tells nobody's number, phone, account or name, whatever cell it stood in", async () => {
  await fc.assert(
    fc.asyncProperty(file, async (made) => {
      const { csv, workbook } = await drawnOf(made);
      const shown = [csv, ...workbook.sheets.map(({ rows }) => JSON.stringify(rows))].join("\n");
      const secrets = [made.title, ...made.rows.flatMap(({ hours, status, note }) => [hours, status, note])]
        .flatMap((text) => text.match(/\d{11,}X?/g) ?? [])
        .concat(made.rows.flatMap(({ who }) => [who.idNumber, who.phone, who.account, who.name]));
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }),
    { numRuns: 60 },
  );
});

it("runs nothing, in either form", async () => {
  await fc.assert(
    fc.asyncProperty(file, async (made) => {
      const { csv, xlsx } = await drawnOf(made);
      for (const sheet of await sheetParts(xlsx)) expect(sheet).not.toMatch(/<f[ >/]/);
      for (const cell of csvCells(csv)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    }),
    { numRuns: 60 },
  );
});

async function sheetParts(xlsx: Buffer): Promise<string[]> {
  const source = bytesSource(xlsx);
  expect((await openWorkbook(source)).length).toBeGreaterThan(1);
  const parts = [...(await readDirectory(source))].filter(([path]) => path.startsWith("xl/worksheets/"));
  return Promise.all(
    parts.map(async ([, part]) => Buffer.concat(await Array.fromAsync(inflate(source, part))).toString()),
  );
}

/** By RFC 4180. */
const csvCells = (csv: string): string[] =>
  [...csv.slice(1).matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? "",
  );
