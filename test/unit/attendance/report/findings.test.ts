import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { FindingLine } from "../../../../functions/attendance/report/finding-line.ts";
import { openFindings, readFindings } from "../../../../functions/attendance/report/findings.ts";
import { LateLines } from "../../../../functions/attendance/report/late-lines.ts";
import { inFileOrder, placesIn, surveyOf } from "../../../../functions/attendance/report/survey.ts";
import { memoryBucket, streamed } from "./support.ts";

const line = (sheet: string, row: number, more: Partial<FindingLine> = {}): FindingLine => ({
  sheet,
  row,
  column: "C",
  field: "日期",
  found: "6-31",
  expected: "2026-06-01",
  code: "bad-date",
  ...more,
});

describe("findings on their way", () => {
  it("come back as they were, across the seams of pieces and with line breaks in them", async () => {
    const bucket = memoryBucket();
    const added = Array.from({ length: 3_000 }, (_, index) =>
      line("六月", index + 2, index % 3 === 0 ? { other: "第 2 行\n“𠮷”" } : {}),
    );
    const findings = openFindings(bucket, "a");
    for (const one of added) await findings.add(one);
    await findings.close();
    expect(await Array.fromAsync(readFindings(bucket, "a"))).toEqual(added);
  });

  it("of a clean file are a tiny object", async () => {
    const bucket = memoryBucket();
    await openFindings(bucket, "a").close();
    expect(bucket.objects.get("a")?.length).toBeLessThan(50);
    expect(gunzipSync(bucket.objects.get("a") ?? "")).toHaveLength(0);
    expect(await Array.fromAsync(readFindings(bucket, "a"))).toEqual([]);
  });

  it("ask to be waited for while the bucket is slow, and go on when it is ready", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let bytes = 0;
    const slow = {
      ...memoryBucket(),
      async writeStream(_key: string, source: AsyncIterable<Uint8Array>) {
        await opened;
        for await (const piece of source) bytes += piece.length;
      },
    };
    const findings = openFindings(slow, "a");
    let added = 0;
    const addOne = () => {
      added += 1;
      return findings.add(line("六月", added, { found: crypto.randomUUID() }));
    };
    let waiting = addOne();
    while (!waiting && added < 1_000_000) waiting = addOne();
    expect(added).toBeLessThan(100_000);
    open();
    await waiting;
    await findings.close();
    expect(bytes).toBeGreaterThan(added * 16);
  });

  it("tell whoever adds or closes that the bucket doesn't take them", async () => {
    const failing = { ...memoryBucket(), writeStream: () => Promise.reject(new Error("no bucket")) };
    const findings = openFindings(failing, "a");
    await expect(
      (async () => {
        for (let row = 1; row < 100_000; row++) await findings.add(line("六月", row));
      })(),
    ).rejects.toThrow("no bucket");
    await expect(findings.close()).rejects.toThrow("no bucket");
  });

  it("take their place among the rows though they were found at the end", async () => {
    const lines = [
      line("", 0, { code: "hidden-sheet" }),
      line("一", 2),
      line("一", 9),
      line("二", 3),
      line("一", 5, { code: "exceeds-40-hours" }),
      line("二", 2, { code: "exceeds-40-hours" }),
      line("一", 9, { code: "exceeds-40-hours" }),
      line("二", 8, { code: "exceeds-40-hours" }),
    ];
    const placeOf = placesIn(["一", "二"]);
    const survey = await surveyOf(streamed(lines), placeOf);
    expect(survey.ofFile).toEqual(lines.slice(0, 1));
    expect(survey.counts.get("exceeds-40-hours")).toBe(4);
    const ordered = await Array.fromAsync(inFileOrder(streamed(lines), placeOf, survey.late));
    const told = ordered.map(({ line: { sheet, row, code } }) => `${sheet}${row} ${code}`);
    expect(told).toEqual([
      "一2 bad-date",
      "一5 exceeds-40-hours",
      "一9 bad-date",
      "一9 exceeds-40-hours",
      "二2 exceeds-40-hours",
      "二3 bad-date",
      "二8 exceeds-40-hours",
    ]);
  });

  it("are put in order however many they are, the first of a row first", () => {
    const late = new LateLines();
    for (let index = 0; index < 90_000; index++) {
      const place = (index * 7_919) % 30_000;
      late.add({ place, line: line("六月", place, { found: String(index) }) });
    }
    let [count, before] = [0, { place: -1, found: -1 }];
    for (const {
      place,
      line: { found },
    } of late.inOrder()) {
      const rises = place > before.place || (place === before.place && Number(found) > before.found);
      if (!rises) expect.fail(`${place} ${found} stands behind ${before.place} ${before.found}`);
      before = { place, found: Number(found) };
      count += 1;
    }
    expect(count).toBe(90_000);
  });
});
