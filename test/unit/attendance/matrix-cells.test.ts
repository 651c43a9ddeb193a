import { describe, expect, it } from "vitest";
import { june, read } from "./grids.ts";

describe("what a cell says", () => {
  it.each<[string | number, object]>([
    ["√", { status: "√" }],
    ["×", { status: "×" }],
    ["事", { status: "事" }],
    ["出勤", { status: "出勤" }],
    ["事假06-01 13:00到06-01 17:00 0.5天", { status: "事假06-01 13:00到06-01 17:00 0.5天" }],
    ["事4", { status: "事假4小时" }],
    ["病0.5", { status: "病假0.5天" }],
    ["夜", { status: "出勤", shift: "夜班" }],
    ["白班", { status: "出勤", shift: "白班" }],
    [8, { hours: "8" }],
    [7.5, { hours: "7.5" }],
    ["７．５", { hours: "7.5" }],
    ["8小时", { hours: "8小时" }],
    ["√8", { hours: "8" }],
    ["08:30-17:30", { in: "08:30", out: "17:30" }],
    ["8：30～17：30", { in: "8:30", out: "17:30" }],
    ["0830-1730", { in: "08:30", out: "17:30" }],
    ["8点至17点30分", { in: "8点", out: "17点30分" }],
    ["20:00-次日04:30", { in: "20:00", out: "次日04:30" }],
    ["08:30~12:00,13:00~17:30", { in: "08:30", out: "17:30", hours: "480分钟" }],
    ["08:01\n12:00\n12:58\n17:32", { in: "08:01", out: "17:32" }],
    ["08:01 17:32", { in: "08:01", out: "17:32" }],
    ["08:0117:32", { in: "08:01", out: "17:32" }],
    ["08:01:3017:32:10", { in: "08:01:30", out: "17:32:10" }],
    ["08:01", { in: "08:01" }],
    ["08:01\n08:01", { in: "08:01" }],
    ["08:45-17:30 迟到", { in: "08:45", out: "17:30", status: "迟到" }],
    ["正常\n08:30\n17:30", { in: "08:30", out: "17:30", status: "正常" }],
    ["0.354166666666667", { in: "0.354166666666667" }],
    ["出勤(08:30,18:30)", { status: "出勤(08:30,18:30)" }],
    ["在家", { status: "在家" }],
    ["☆", { status: "☆" }],
  ])("%j", async (cell, cells) => {
    expect(
      await read([
        ["姓名", ...june()],
        ["张三", cell],
      ]),
    ).toEqual([[2, "张三", "06-01", cells]]);
  });

  it("counts days where no number is above one, else hours", async () => {
    const days = await read([
      ["姓名", ...june()],
      ["张三", 1, 0.5, 0],
    ]);
    expect(days.map(([, , , cells]) => cells)).toEqual([
      { status: "出勤" },
      { hours: "240分钟" },
      { hours: "0分钟" },
    ]);
    const hours = await read([
      ["姓名", ...june()],
      ["张三", 1, 8],
    ]);
    expect(hours.map(([, , , cells]) => cells)).toEqual([{ hours: "1" }, { hours: "8" }]);
  });

  it.each<[string, ...string[][]]>([
    ["beneath, word behind the sign", ["图例：√ 出勤  ○ 事假  △ 病假  × 休息  B=旷工"]],
    ["beneath, sign behind the word", ["注：出勤√、事假○、病假△、休息×、旷工（B）"]],
    ["in cells of its own", ["说明", "√", "出勤", "○", "事假", "△", "病假", "×", "休息", "B", "旷工"]],
    ["line by line", ["备注："], ["√ 出勤"], ["○ 事假"], ["△ 病假"], ["× 休息"], ["B 旷工"]],
  ])("knows a firm's own signs by the legend: %s", async (_, ...legend) => {
    const table = [
      ["姓名", ...june()],
      ["张三", "√", "○", "△", "×", "B"],
    ];
    const meant = ["出勤", "事假", "病假", "休息", "旷工"];
    expect((await read([...table, ...legend])).map(([, , , cells]) => cells)).toEqual(
      meant.map((status) => ({ status })),
    );
    const above = await read([...legend.slice(0, 1), ...table]);
    expect(above[0]?.[3]).toEqual({ status: legend.length > 1 ? "√" : "出勤" });
  });

  it("takes ○ for a day off beside √, and for the tick by itself", async () => {
    const beside = await read([
      ["姓名", ...june()],
      ["张三", "√", "○"],
    ]);
    expect(beside.map(([, , , cells]) => cells)).toEqual([{ status: "√" }, { status: "休息" }]);
    expect(
      (
        await read([
          ["姓名", ...june()],
          ["张三", "○", "×"],
        ])
      )[0]?.[3],
    ).toEqual({ status: "出勤" });
  });
});
