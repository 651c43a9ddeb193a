import { describe, expect, it } from "vitest";
import type { RawRow } from "../../../functions/attendance/readers/shape.ts";
import { Roster, type RosterEntry } from "../../../functions/attendance/reading/match.ts";
import { citizenIdWithCheckDigit } from "../../../shared/values/identifiers.ts";
import { entry, keyOf, PERIOD } from "./support.ts";

const ID = "411202200910150030";
const zhang = entry({ placementId: "A", name: "张小明", idNumber: ID, studentNo: "S1", employeeNo: "0064" });
const li = entry({ placementId: "B", name: "李 芳", studentNo: "S2" });
const wang1 = entry({ placementId: "C", name: "王强" });
const wang2 = entry({ placementId: "D", name: "王强", employeeNo: "77" });

function find(
  cells: RawRow["cells"],
  entries: RosterEntry[] = [zhang, li, wang1, wang2],
  date = "2026-06-10",
) {
  const match = new Roster(entries, PERIOD, keyOf).find(cells, date);
  if ("problem" in match) return match.problem.code;
  return [
    match.entry.placementId,
    match.by,
    ...match.warnings.map(({ code, field }) => `${code} ${field}`),
  ].join(" ");
}

describe("a row finds its placement", () => {
  it.each<[string, RawRow["cells"], string]>([
    ["by placement number", { placementNo: "pl-a", name: "张小明" }, "A placementNo"],
    ["by identity number, however it is written", { idNumber: "４１１２０２ 20091015 0030" }, "A id"],
    ["by student number", { studentNo: "s2" }, "B studentNo"],
    ["by employee number", { employeeNo: "0064" }, "A employeeNo"],
    ["by employee number that lost its zeros", { employeeNo: "64" }, "A employeeNo"],
    ["by a name of its own", { name: "李　芳" }, "B name matched-by-name name"],
    [
      "by name, where the firm's number isn't known",
      { employeeNo: "zhangsan", name: "李芳" },
      "B name matched-by-name name",
    ],
    ["by a chat account that is the employee number", { account: "0064" }, "A employeeNo"],
    [
      "by name, where the chat account happens to be another's employee number",
      { account: "0064", name: "李芳" },
      "B name matched-by-name name",
    ],
    ["by name beside a chat account", { account: "zhang.xm", name: "张小明" }, "A name matched-by-name name"],
    ["by number among namesakes", { employeeNo: "77", name: "王强" }, "D employeeNo"],
    [
      "by student number and name against an unknown identity number",
      { idNumber: "1", studentNo: "S1", name: "张小明" },
      "A studentNo identifiers-disagree idNumber",
    ],
    [
      "by identity number against an unknown placement number",
      { placementNo: "PL-Z", idNumber: ID },
      "A id identifiers-disagree placementNo",
    ],
    [
      "and tells another's number",
      { placementNo: "PL-A", studentNo: "S2" },
      "A placementNo identifiers-disagree studentNo",
    ],
    ["and tells another name", { idNumber: ID, name: "张大明" }, "A id identifiers-disagree name"],
  ])("%s", (_, cells, expected) => expect(find(cells)).toBe(expected));

  it.each<[string, RawRow["cells"], string]>([
    ["nobody named", { shift: "早班" }, "missing-identity"],
    ["a name of two people", { name: "王强" }, "ambiguous-name"],
    ["a stranger", { idNumber: citizenIdWithCheckDigit("41120020091015003") }, "unknown-student"],
    ["an identity number with a wrong check digit", { idNumber: "411202200910150031" }, "invalid-id-number"],
    [
      "a wrong identity number under the right name",
      { idNumber: citizenIdWithCheckDigit("41120020091015003"), name: "张小明" },
      "unknown-student",
    ],
    [
      "a worker with an intern's name and another number",
      { employeeNo: "9001", name: "张小明" },
      "unknown-student",
    ],
    [
      "another's student number against an identity number",
      { idNumber: "2", studentNo: "S1", name: "李芳" },
      "invalid-id-number",
    ],
    [
      "a number in scientific notation",
      { idNumber: "4.112E+17", name: "张小明" },
      "id-in-scientific-notation",
    ],
    [
      "a number whose last digits a spreadsheet has rounded away",
      { idNumber: "411202200910150000", name: "张小明" },
      "id-in-scientific-notation",
    ],
    ["a name that was lost in a conversion", { name: "张\uFFFD明" }, "text-damaged"],
    ["half a character", { name: "张\uD800" }, "text-damaged"],
    ["a formula that was never calculated", { idNumber: "=VLOOKUP(B2,A:C,3)" }, "formula-not-calculated"],
    ["an error of a formula", { employeeNo: "#N/A" }, "formula-not-calculated"],
    ["a passage for a name", { name: "王".repeat(101) }, "cell-too-long"],
  ])("refuses %s", (_, cells, expected) => expect(find(cells)).toBe(expected));

  it("names the candidates, masked", () => {
    const match = new Roster([wang1, wang2], PERIOD, keyOf).find({ name: "王强" });
    expect(match).toMatchObject({ problem: { other: "王＊ PL-C、王＊ PL-D" }, candidates: [wang1, wang2] });
  });

  it("tells two people with one number apart from none", () => {
    expect(
      find({ studentNo: "S9" }, [
        entry({ placementId: "A", studentNo: "S9" }),
        entry({ placementId: "B", studentNo: "S9" }),
      ]),
    ).toBe("ambiguous-number");
  });
});

it("a damaged cell does no harm where another one tells who it is", () => {
  expect(find({ idNumber: ID, name: "张\uFFFD明" })).toBe("A id identifiers-disagree name");
});

it("answers row after row by the texts alone, whatever came before", () => {
  const roster = new Roster([zhang, li, wang1, wang2], PERIOD, keyOf);
  const told = (cells: RawRow["cells"]) => {
    const match = roster.find(cells, "2026-06-10");
    if ("problem" in match) return match.problem.code;
    return [match.entry.placementId, ...match.warnings.map(({ field }) => field)].join(" ");
  };
  const rows: [RawRow["cells"], string][] = [
    [{ name: "李芳" }, "B name"],
    [{ studentNo: "S1" }, "A"],
    [{ studentNo: "S1", name: "李芳" }, "A name"],
    [{ studentNo: "S1", name: "张小明" }, "A"],
    [{ employeeNo: "77", name: "王强" }, "D"],
    [{ name: "王强" }, "ambiguous-name"],
    [{ employeeNo: "S1" }, "unknown-student"],
    [{ account: "S1", name: "李芳" }, "B name"],
    [{ name: "李芳" }, "B name"],
  ];
  for (const [cells, expected] of [...rows, ...rows.toReversed()]) expect(told(cells)).toBe(expected);
});

describe("the month decides", () => {
  const first = entry({
    placementId: "1",
    personId: "p",
    idNumber: ID,
    start: "2026-03-01",
    end: "2026-06-10",
  });
  const second = entry({
    placementId: "2",
    personId: "p",
    idNumber: ID,
    start: "2026-06-15",
    end: "2026-09-30",
  });

  it("between two placements of one student, by the day", () => {
    const days = ["2026-06-01", "2026-06-11", "2026-06-14", "2026-06-15"];
    expect(days.map((day) => find({ idNumber: ID }, [first, second], day))).toEqual([
      "1 id",
      "1 id",
      "2 id",
      "2 id",
    ]);
    const roster = new Roster([first, second], PERIOD, keyOf);
    const found = ["2026-06-01", "2026-06-20"].map((day) => roster.find({ idNumber: ID }, day));
    expect(found).toMatchObject([{ entry: first }, { entry: second }]);
    expect(find({ name: "张小明" }, [first, second], "2026-06-20")).toBe("2 name matched-by-name name");
  });

  it("also where a number contradicts one of them: the other's days are refused no less rightly for it", () => {
    const numbered = { ...first, employeeNo: "77" };
    const roster = new Roster([numbered, second], PERIOD, keyOf);
    const row = { employeeNo: "88", name: "张小明" };
    const answers = ["2026-06-05", "2026-06-20"].map((day) => roster.find(row, day));
    expect(answers).toMatchObject([{ problem: { code: "unknown-student" } }, { entry: second }]);
  });

  it("who shares a name: not someone whose placement ended before", () => {
    const gone = entry({ placementId: "X", name: "李芳", start: "2026-01-01", end: "2026-05-31" });
    const leaving = entry({ placementId: "Y", name: "李芳", start: "2026-01-01", end: "2026-06-01" });
    expect(find({ name: "李芳" }, [li, gone])).toBe("B name matched-by-name name");
    expect(find({ name: "李芳" }, [li, leaving])).toBe("ambiguous-name");
    expect(find({ placementNo: "PL-X" }, [li, gone])).toBe("X placementNo");
  });
});
