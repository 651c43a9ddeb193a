import { describe, expect, it } from "vitest";
import { bytes, rawRows, refusal } from "./support.ts";

const cells = async (csv: string) => (await rawRows(bytes(csv))).map((row) => row.cells);
const who = { name: "张三", date: "6-1" };

describe("a row a student-day in parts", () => {
  it.each([
    [
      "one row of headings",
      "姓名,日期,上午上班,上午下班,下午上班,下午下班\n张三,6-1,8:00,12:00,13:00,17:00\n",
    ],
    ["two rows", "姓名,日期,上午,,下午,\n,,上班,下班,上班,下班\n张三,6-1,8:00,12:00,13:00,17:00\n"],
    [
      "columns in any order",
      "下午下班,上午下班,下午上班,上午上班,日期,姓名\n17:00,12:00,13:00,8:00,6-1,张三\n",
    ],
    ["numbers", "姓名,日期,上班时间1,下班时间1,上班时间2,下班时间2\n张三,6-1,8:00,12:00,13:00,17:00\n"],
    ["the order alone", "姓名,日期,上班,下班,上班,下班\n张三,6-1,8:00,12:00,13:00,17:00\n"],
    ["from–to in a cell", "姓名,日期,上午,下午\n张三,6-1,8:00-12:00,13:00-17:00\n"],
  ])("adds up what is told of each: %s", async (_, csv) => {
    expect(await cells(csv)).toEqual([{ ...who, in: "8:00", out: "17:00", hours: "480分钟" }]);
  });

  it.each([
    [",,13:00,17:00", { in: "13:00", out: "17:00" }],
    ["8:00,,,17:00", { in: "8:00", out: "17:00" }],
    ["8:00,,,", { in: "8:00" }],
    [",,,", {}],
  ])("%s", async (times, day) => {
    const heading = "姓名,日期,上午上班,上午下班,下午上班,下午下班";
    expect(await cells(`${heading}\n张三,6-1,${times}\n${heading}\n合计,,,,,\n,,,,,\n`)).toEqual([
      { ...who, ...day },
    ]);
  });

  it("reads two rows of headings over a day in one part, or none", async () => {
    expect(await cells("姓名,日期,打卡时间,\n,,上班,下班\n张三,6-1,8:00,17:00\n")).toEqual([
      { ...who, in: "8:00", out: "17:00" },
    ]);
    expect(await cells("姓名,日期,出勤,\n,,工时,状态\n张三,6-1,8,迟到\n")).toEqual([
      { ...who, hours: "8", status: "迟到" },
    ]);
  });

  it("takes marks for halves, and what is stated before what was added up", async () => {
    expect(await cells("姓名,日期,上午,下午,备注\n张三,6-1,√,事,见条\n")).toEqual([
      { ...who, status: "√", hours: "240分钟", note: "见条" },
    ]);
    expect(await cells("姓名,日期,上午,下午,工时,状态\n张三,6-1,√,√,7.5,迟到\n")).toEqual([
      { ...who, hours: "7.5", status: "迟到" },
    ]);
  });

  it("leaves a clock's list of irregular days alone", async () => {
    const csv = "异常统计表\n姓名,日期,上午,,下午,\n,,上班,下班,上班,下班\n张三,6-1,8:00,12:00,13:00,17:00\n";
    expect((await refusal(bytes(csv), "a.csv")).code).toBe("summary-only");
  });
});
