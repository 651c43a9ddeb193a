import { describe, expect, it } from "vitest";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import { findingsOf } from "../../../functions/attendance/roster/answers.ts";
import { batchesOf } from "../../../functions/attendance/roster/command.ts";
import { rosterFieldOf } from "../../../functions/attendance/roster/headings.ts";
import { judgeRow, parseGrade } from "../../../functions/attendance/roster/judge.ts";
import { openRoster } from "../../../functions/attendance/roster/shape.ts";
import { type JudgedRow, walk } from "../../../functions/attendance/roster/walk.ts";
import { FileRefused } from "../../../functions/attendance/rules/file-refused.ts";
import { citizenIdWithCheckDigit } from "../../../shared/values/identifiers.ts";
import { bytes, PERIOD, sheetOf, workbook, zip } from "./support.ts";

const HEADINGS = "身份证号,姓名,学校代码,学号,年级,专业,协议编号,开始日期,结束日期,岗位,工号";
const ID = "411202200910150030";
const ROW = `${ID},张小明,S001,XS1,2,数控技术,XY-1,2026-06-01,2026-08-31,装配,E1`;

async function judged(content: Uint8Array, filename = "花名册.csv"): Promise<JudgedRow[]> {
  const file = await openRoster(bytesSource(content), { filename, period: PERIOD });
  const options = { period: PERIOD, isKnownSchool: async (code: string) => code === "S001" };
  return (await Array.fromAsync(walk(file, options))).flat();
}
const csv = (...rows: string[]) => bytes(`${[HEADINGS, ...rows].join("\n")}\n`);
const codes = (rows: JudgedRow[]) => rows.map(({ findings }) => findings.map(({ code }) => code));

describe("a roster", () => {
  it("is read by its headings, in any order, with a title above and lines below that are nobody's", async () => {
    const content = bytes(
      [
        "2026年实习花名册,,,,,,,,",
        "*姓名,证件号码,实习岗位,院校代码,就读年级,三方协议编号,实习开始时间,实习结束时间,备注",
        "张小明,'411202200910150030,装配,S001,二年级,XY-1,6月1日,2026/8/31,住校",
        "合计,1,,,,,,,",
        "填表人：王老师,,,,,,,,",
      ].join("\n"),
    );
    const rows = await judged(content);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ordinal: 1,
      row: { row: 3 },
      findings: [],
      line: {
        idNumber: ID,
        name: "张小明",
        schoolCode: "S001",
        studentNo: null,
        grade: 2,
        agreementNo: "XY-1",
        start: "2026-06-01",
        end: "2026-08-31",
        post: "装配",
        employeeNo: null,
      },
    });
  });

  it("may stand on several sheets of a workbook; rows are counted over all of them", async () => {
    const sheet = sheetOf([HEADINGS.split(","), ROW.split(",")]);
    const other = sheetOf([HEADINGS.split(","), ROW.replace(ID, "41128120091220005X").split(",")]);
    const rows = await judged(zip(workbook({ 一班: sheet, 二班: other, 说明: sheetOf([["无"]]) })), "a.xlsx");
    expect(rows.map(({ ordinal, row }) => [ordinal, row.sheet, row.row])).toEqual([
      [1, "一班", 2],
      [2, "二班", 2],
    ]);
  });

  it("that names nobody, or no placement, is refused with what it takes", async () => {
    const refused = await judged(bytes("工号,日期,工时\nE1,2026-06-01,8\n")).catch((cause) => cause);
    expect(refused).toBeInstanceOf(FileRefused);
    expect(refused.finding).toMatchObject({ code: "header-not-recognised" });
    expect(refused.finding.expected).toContain("协议编号");
  });

  it("names the columns in which people are recognised", async () => {
    const file = await openRoster(bytesSource(csv(ROW)), { filename: "a.csv", period: PERIOD });
    expect([...(file.sheets[0]?.reading.personal ?? [])]).toEqual([
      [0, "idNumber"],
      [1, "name"],
      [3, "studentNo"],
      [10, "employeeNo"],
    ]);
  });
});

describe("a row of a roster", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["as it should be", {}, []],
    ["without a name", { name: "" }, ["roster-field-missing"]],
    ["without an end and a post", { end: "", post: "" }, ["roster-field-missing", "roster-field-missing"]],
    ["with a wrong check digit", { idNumber: "411202200910150031" }, ["invalid-id-number"]],
    ["with a number of fifteen digits", { idNumber: "411202091015003" }, ["invalid-id-number"]],
    ["with a number that a spreadsheet spoilt", { idNumber: "4.112E+17" }, ["id-in-scientific-notation"]],
    ["with a spoilt student number", { studentNo: "2.02E+12" }, ["id-in-scientific-notation"]],
    ["with a day that does not exist", { end: "2026-06-31" }, ["bad-date"]],
    ["that ends before it begins", { end: "2026-05-31" }, ["roster-dates-reversed"]],
    ["of one day", { end: "2026-06-01" }, []],
    ["with a year of enrolment", { grade: "2024级" }, ["roster-bad-grade"]],
    ["of the first year", { grade: "高一" }, ["roster-first-year"]],
    [
      "on the day before sixteen",
      { idNumber: "411282201006011151", start: "2026-05-31" },
      ["roster-under-sixteen"],
    ],
    ["on the sixteenth birthday", { idNumber: "411282201006011151" }, []],
    ["of an unknown school", { schoolCode: "S002" }, ["roster-unknown-school"]],
    ["with a passage in a cell", { post: "装".repeat(61) }, ["cell-too-long"]],
    ["with characters that were lost", { name: "张\ufffd" }, ["text-damaged"]],
    [
      "with several mistakes is told all of them",
      { idNumber: "1", grade: "1", start: "x" },
      ["invalid-id-number", "bad-date", "roster-first-year"],
    ],
  ])("%s", (_name, change, expected) => {
    const good = {
      idNumber: ID,
      name: "张小明",
      schoolCode: "S001",
      studentNo: "XS1",
      grade: "2",
      agreementNo: "XY-1",
      start: "2026-06-01",
      end: "2026-08-31",
      post: "装配",
    };
    const cells = Object.fromEntries(
      Object.entries({ ...good, ...change }).filter(([, text]) => text !== ""),
    );
    const answer = judgeRow(cells, { period: PERIOD, isKnownSchool: (code) => code === "S001" });
    expect("findings" in answer ? answer.findings.map(({ code }) => code) : []).toEqual(expected);
  });

  it("of the same person is refused when its days meet those of an earlier row, and names that row", async () => {
    const later = ROW.replace("2026-06-01,2026-08-31", "2026-09-01,2026-12-31");
    const meeting = ROW.replace("2026-06-01,2026-08-31", "2026-08-31,2026-09-30").replace("XY-1", "XY-2");
    const rows = await judged(csv(ROW, later, meeting, ROW));
    expect(codes(rows)).toEqual([[], [], ["roster-duplicate"], ["roster-duplicate"]]);
    expect(rows[2]?.findings[0]?.other).toBe("2");
    expect(rows.map(({ line }) => line !== null)).toEqual([true, true, false, false]);
  });

  it("that is refused takes no days from a good one behind it", async () => {
    const rows = await judged(csv(ROW.replace("S001", "S404"), ROW));
    expect(codes(rows)).toEqual([["roster-unknown-school"], []]);
  });
});

describe("the year of study", () => {
  it.each([
    ["2", 2],
    ["2.0", 2],
    ["二", 2],
    ["二年级", 2],
    ["第三年", 3],
    ["高二", 2],
    ["大三", 3],
    ["中职一年级", 1],
    ["2024级", null],
    ["2024", null],
    ["10", null],
    ["0", null],
    ["毕业班", null],
  ])("%s", (text, expected) => expect(parseGrade(text)).toBe(expected));
});

describe("batches", () => {
  const id = (number: number) => citizenIdWithCheckDigit(`41120220090101${String(number).padStart(3, "0")}`);

  it("hold fifty places of the file, whatever of them is good, so that a second reading cuts the same ones", async () => {
    const rows = Array.from({ length: 120 }, (_, index) => ROW.replace(ID, index < 30 ? "1" : id(index)));
    const read = async (content: Uint8Array) => {
      const file = await openRoster(bytesSource(content), { filename: "a.csv", period: PERIOD });
      const walked = walk(file, { period: PERIOD, isKnownSchool: async () => true });
      return (await Array.fromAsync(batchesOf(walked))).map(({ batch, rows: own }) => [batch, own.length]);
    };
    expect(await read(csv(...rows))).toEqual([
      [0, 20],
      [1, 50],
      [2, 20],
    ]);
  });

  it("without a good row are left out", async () => {
    const file = await openRoster(bytesSource(csv(ROW.replace(ID, "1"))), {
      filename: "a.csv",
      period: PERIOD,
    });
    const walked = walk(file, { period: PERIOD, isKnownSchool: async () => true });
    expect(await Array.fromAsync(batchesOf(walked))).toEqual([]);
  });
});

describe("what placement answers", () => {
  const line = { start: "2026-07-01", end: "2026-12-31" } as Parameters<typeof findingsOf>[1];
  const conflict = { from: "2026-06-01", to: "2026-08-31" };

  it.each([
    ["made" as const, undefined, undefined, []],
    ["unchanged" as const, undefined, undefined, []],
    ["made" as const, undefined, conflict, ["roster-conflict"]],
    ["refused" as const, "already-placed", conflict, ["roster-already-placed"]],
    ["refused" as const, "under-sixteen", undefined, ["roster-under-sixteen"]],
    ["refused" as const, "first-year-student", undefined, ["roster-first-year"]],
    ["refused" as const, "unknown-school", undefined, ["roster-unknown-school"]],
    ["refused" as const, "unknown-enterprise", undefined, ["roster-unknown-enterprise"]],
  ])("%s %s is told as a rule of the roster", (outcome, code, days, expected) => {
    const findings = findingsOf({ outcome, code, conflict: days }, line);
    expect(findings.map((finding) => finding.code)).toEqual(expected);
  });

  it("names the days on both sides", () => {
    const [finding] = findingsOf({ outcome: "refused", code: "already-placed", conflict }, line);
    expect(finding).toMatchObject({ found: "2026-07-01 – 2026-12-31", other: "2026-06-01 – 2026-08-31" });
  });
});

it("headings are known without decoration, and unknown ones are not guessed", () => {
  expect(rosterFieldOf("*身份证号（必填）")).toBe("idNumber");
  expect(rosterFieldOf("学校 代码")).toBe("schoolCode");
  expect(rosterFieldOf("学校")).toBeUndefined();
});
