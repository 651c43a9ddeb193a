import { describe, expect, it } from "vitest";
import { type MapForm, mapsFrom } from "../../../functions/attendance/column-map.ts";

const refusal = (form: MapForm): string => {
  try {
    mapsFrom([{ columns: { 编号: "employeeNo", 日: "date", 时长: "hours" } }, form]);
    return "saved";
  } catch (cause) {
    const { status, code, pointer } = (cause as { facts: { status: number; code: string; pointer: string } })
      .facts;
    return `${status} ${code} ${pointer}`;
  }
};

describe("a column map", () => {
  it.each<[string, Record<string, string>, string]>([
    ["who, day and hours", { 谁: "name", 哪天: "date", 多久: "hours" }, "saved"],
    ["who and punches", { 号: "account", 何时: "punch" }, "saved"],
    ["nobody", { 哪天: "date", 多久: "hours" }, "422 map-incomplete /maps/1/columns"],
    ["no day", { 谁: "name", 多久: "hours" }, "422 map-incomplete /maps/1/columns"],
    [
      "a day and nothing of it",
      { 谁: "name", 哪天: "date", 备: "note" },
      "422 map-incomplete /maps/1/columns",
    ],
    ["punches and hours", { 谁: "name", 何时: "punch", 多久: "hours" }, "422 map-ambiguous /maps/1/columns"],
    ["an unknown field", { 谁: "who", 哪天: "date", 多久: "hours" }, "422 unknown-field /maps/1/columns/谁"],
    [
      "a field twice",
      { 谁: "name", 甲: "date", 乙: "date", 多久: "hours" },
      "422 column-mapped-twice /maps/1/columns/乙",
    ],
    [
      "a heading twice",
      { 谁: "name", "日 期": "date", 日期: "hours" },
      "422 column-mapped-twice /maps/1/columns/日期",
    ],
    ["no heading", { " ": "name", 哪天: "date", 多久: "hours" }, "422 bad-heading /maps/1/columns/ "],
    ["a heading with a slash", { "a/b~c": "x" }, "422 unknown-field /maps/1/columns/a~1b~0c"],
    ["a name of an object's own", { 谁: "toString" }, "422 unknown-field /maps/1/columns/谁"],
    ["nothing", {}, "422 map-incomplete /maps/1/columns"],
  ])("of %s", (_name, columns, expected) => expect(refusal({ columns })).toBe(expected));

  it("has forty columns at most", () => {
    const columns = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`列${index}`, "note"]));
    expect(refusal({ columns })).toBe("422 too-many-columns /maps/1/columns");
  });

  it("keeps its name, or has none", () => {
    const columns = { 谁: "name", 何时: "punch" };
    expect(mapsFrom([{ name: "门禁", columns }, { columns }])).toEqual([
      { name: "门禁", columns },
      { name: null, columns },
    ]);
  });
});
