import { describe, expect, it } from "vitest";
import { batchesOf, markOf } from "../../../functions/attendance/roster/batches.ts";
import { planOf } from "../../../functions/attendance/roster/plan.ts";
import { walk } from "../../../functions/attendance/roster/walk.ts";
import { citizenIdWithCheckDigit } from "../../../shared/values/identifiers.ts";
import { csv, ID, knowing, opened, ROW } from "./roster-rows.ts";

describe("batches", () => {
  const id = (number: number) => citizenIdWithCheckDigit(`41120220090101${String(number).padStart(3, "0")}`);

  it("hold fifty places of the file, whatever of them is good, so that a second reading cuts the same ones", async () => {
    const rows = Array.from({ length: 120 }, (_, index) => ROW.replace(ID, index < 30 ? "1" : id(index)));
    const read = async (content: Uint8Array) => {
      const walked = walk(await opened(content), knowing("S001"));
      return (await Array.fromAsync(batchesOf(walked))).map(({ batch, rows: own }) => [batch, own.length]);
    };
    expect(await read(csv(...rows))).toEqual([
      [0, 20],
      [1, 50],
      [2, 20],
    ]);
  });

  it("without a good row are left out", async () => {
    const walked = walk(await opened(csv(ROW.replace(ID, "1"))), knowing("S001"));
    expect(await Array.fromAsync(batchesOf(walked))).toEqual([]);
  });
});

describe("a second reading, when a school was registered in between", () => {
  // the same days twice, so that another row of the batch is good once the school of the first is known
  const content = csv(ROW.replace("S001", "S002"), ROW);

  it("asks for the same rows by what was known at the first", async () => {
    const first = await planOf(await opened(content), knowing("S001"));
    expect(first).toEqual({
      total: 2,
      rejected: 1,
      batches: [{ batch: 0, rows: markOf([2]) }],
      schools: ["S001"],
    });
    expect(await planOf(await opened(content), knowing(...first.schools))).toEqual(first);
  });

  it("would take answers to as many other rows for none of its own", async () => {
    const { batches } = await planOf(await opened(content), knowing("S001", "S002"));
    expect(batches).toEqual([{ batch: 0, rows: markOf([1]) }]);
    expect(markOf([1])).not.toBe(markOf([2]));
  });
});

describe("which rows of a batch", () => {
  it("differ from every other choice of them, whatever the batch and the order", () => {
    expect(markOf([51, 100])).toBe(markOf([1, 50]));
    expect(markOf([50, 1])).toBe(markOf([1, 50]));
    const all = Array.from({ length: 50 }, (_, index) => index + 1);
    const marks = all.map((left) => markOf(all.filter((row) => row !== left)));
    expect(new Set(marks).size).toBe(50);
    expect(Math.max(...marks.map(({ length }) => length))).toBeLessThan(12);
  });
});
