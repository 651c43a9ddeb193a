import { describe, expect, it } from "vitest";
import { findingsOf } from "../../../functions/attendance/roster/answers.ts";
import { REQUIRED, ROSTER_HEADINGS, rosterFieldOf } from "../../../functions/attendance/roster/headings.ts";
import { judgeRow, parseGrade } from "../../../functions/attendance/roster/judge.ts";
import { registeredThen, walkOptions } from "../../../functions/attendance/roster/schools.ts";
import { walk } from "../../../functions/attendance/roster/walk.ts";
import { FileRefused } from "../../../functions/attendance/rules/file-refused.ts";
import { ruleOf } from "../../../functions/attendance/rules/index.ts";
import { codes, csv, HEADINGS, ID, judged, knowing, OLDER, opened, ROW } from "./roster-rows.ts";
import { bytes, PERIOD, sheetOf, workbook, zip } from "./support.ts";

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

  it("has its hidden rows read, and counted once they have passed", async () => {
    const grid = [
      { row: 1, values: HEADINGS.split(","), hidden: true },
      { row: 2, values: ROW.split(","), hidden: true },
      { row: 3, values: ["合计", "1"], hidden: true },
      { row: 4, values: ROW.replace(ID, OLDER).split(",") },
    ];
    const { sheets } = await opened(csv(ROW));
    const rows = async function* () {
      yield grid;
    };
    const file = {
      warnings: [],
      sheets: sheets.map(({ sheet, reading }) => ({ reading, sheet: { ...sheet, name: "一班", rows } })),
    };
    const read = (await Array.fromAsync(walk(file, knowing("S001")))).flat();
    expect(codes(read)).toEqual([[], []]);
    expect(file.warnings).toEqual([{ code: "hidden-rows", found: "1", other: "一班" }]);
  });

  it("of Excel 4 is refused as older than what is read, which begins with Excel 5", async () => {
    const { code } = await opened(Uint8Array.of(0x09, 0x04, 0x06, 0x00, 0, 0, 0, 0), "a.xls").catch(
      (cause) => cause,
    );
    expect(code).toBe("file-is-old-xls");
    const { zh, en, title, help } = ruleOf("file-is-old-xls");
    const words = [zh({}), en({}), title.en, help.zh, help.en].join(" ");
    expect(words).not.toMatch(/9[57]/);
    expect(words).toMatch(/Excel 5/);
  });

  it("names the columns in which people are recognised", async () => {
    const file = await opened(csv(ROW));
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
    ["with a wrong check digit", { idNumber: "411202200910150031" }, ["roster-invalid-id-number"]],
    ["with a number of fifteen digits", { idNumber: "411202091015003" }, ["roster-invalid-id-number"]],
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
    [
      "with a name that was never looked up",
      { name: "=VLOOKUP(A2,名单!A:B,2,0)" },
      ["formula-not-calculated"],
    ],
    ["with a post that was not found", { post: "#N/A" }, ["formula-not-calculated"]],
    ["with a number that points nowhere", { idNumber: "#REF!" }, ["formula-not-calculated"]],
    ["with a school that was not found", { schoolCode: "#N/A" }, ["formula-not-calculated"]],
    ["with a start that was never calculated", { start: "=TODAY()" }, ["formula-not-calculated"]],
    ["that starts two years ahead", { start: "2028-06-30", end: "2028-08-31" }, []],
    ["beyond two years", { start: "2028-07-01", end: "2028-08-31" }, ["roster-dates-implausible"]],
    ["two years old", { idNumber: OLDER, start: "2024-06-01" }, []],
    ["older", { idNumber: OLDER, start: "2024-05-31" }, ["roster-dates-implausible"]],
    ["with a start in another century", { start: "1926-06-01" }, ["roster-dates-implausible"]],
    ["of five years", { end: "2031-06-01" }, []],
    ["of more", { end: "2031-06-02" }, ["roster-dates-implausible"]],
    ["without an end in sight", { end: "2099-12-31" }, ["roster-dates-implausible"]],
    ["with a passage in a cell", { post: "装".repeat(61) }, ["cell-too-long"]],
    ["with characters that were lost", { name: "张\ufffd" }, ["text-damaged"]],
    [
      "with several mistakes is told all of them",
      { idNumber: "1", grade: "1", start: "x" },
      ["roster-invalid-id-number", "bad-date", "roster-first-year"],
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
    const answer = judgeRow(cells, {
      period: PERIOD,
      refusalOf: (code) => (code === "S001" ? null : { code: "roster-unknown-school" }),
    });
    expect("findings" in answer ? answer.findings.map(({ code }) => code) : []).toEqual(expected);
  });

  it("is told from when to when its dates may be", async () => {
    const changed = (days: string) => ROW.replace("2026-06-01,2026-08-31", days);
    const rows = await judged(csv(changed("2062-06-01,2062-08-31"), changed("2028-02-29,2208-08-31")));
    expect(codes(rows)).toEqual([["roster-dates-implausible"], ["bad-date"]]);
    const [leap] = await judged(csv(changed("2028-02-29,2038-08-31")));
    expect([rows[0], leap].map((row) => row?.findings[0])).toMatchObject([
      { field: "start", found: "2062-06-01", expected: "2024-06-01 – 2028-06-30" },
      { field: "end", found: "2038-08-31", expected: "2028-02-29 – 2033-02-28" },
    ]);
  });

  it("says how long a cell is, and how long it may be", async () => {
    const [row] = await judged(csv(ROW.replace("装配", "装".repeat(61))));
    expect(row?.findings).toMatchObject([{ code: "cell-too-long", other: "61", expected: "60" }]);
  });

  it("of another school than the one that sends it says so, and not whether there is such a school", async () => {
    const school = { period: PERIOD, source: "school", announcedFor: "S001" } as const;
    const options = walkOptions(school, registeredThen(["S001", "S002"]));
    const content = csv(ROW, ROW.replace("S001", "S002"), ROW.replace("S001", "S404"));
    const rows = (await Array.fromAsync(walk(await opened(content), options))).flat();
    expect(codes(rows).slice(1)).toEqual([["roster-foreign-school"], ["roster-foreign-school"]]);
    expect(rows[1]?.findings[0]).toMatchObject({ field: "schoolCode", found: "S002", expected: "S001" });
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
    ["refused" as const, "invalid-id-number", undefined, ["roster-invalid-id-number"]],
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

it("the help names everything that a row must have", () => {
  const { zh, en } = ruleOf("roster-field-missing").help;
  for (const field of REQUIRED) expect(zh).toContain(ROSTER_HEADINGS[field]);
  expect(en).toContain("year of study");
});
