import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DAYS, PERIOD, writeCsvMonth } from "../attendance/month.ts";
import { announce, enterpriseWith, put } from "../attendance/placed.ts";
import { type City, openCity, settingsFor } from "../kit/city.ts";
import { runProgram } from "../kit/program.ts";
import { tell } from "../kit/say.ts";

/** Students of each enterprise: a month of theirs is one shard. */
export const STUDENTS = 50;
/** The month is over, and so are the days on which it closes by itself. */
const NOW = "2026-04-08T09:00:00+08:00";

/** A city in which everybody's month has been read and nobody's has been booked, but for the first enterprise's. */
export interface ManyEnterprises extends City {
  /** Codes of the enterprises whose months are not booked. */
  usccs: string[];
  studentMonths: number;
  /** A file of their codes, for programs. */
  codes: string;
}

/** @param enterprises all together */
export async function cityOf(enterprises: number): Promise<ManyEnterprises> {
  const city = await openCity(NOW);
  tell(`money: ${enterprises} enterprises with ${STUDENTS} students each`);
  const uscc = await enterpriseWith(city, 1, STUDENTS);
  const path = join(city.folder, "month.csv");
  const size = await writeCsvMonth(path, STUDENTS * DAYS);
  await put(await announce(city, uscc, "三月考勤.csv", size), await readFile(path));
  await city.client.settle();
  const settings = settingsFor(city, "subsidy-accrue");
  const copies = [uscc, "2", String(enterprises - 1)];
  const usccs = await runProgram<string[]>("money/copy-city.ts", copies, settings);
  const codes = join(city.folder, "codes.json");
  await writeFile(codes, JSON.stringify(usccs));
  return { ...city, usccs, studentMonths: usccs.length * STUDENTS, codes };
}

/** Has every enterprise's month brought into the books, and waits until it is. In milliseconds. */
export async function accrueAll(city: ManyEnterprises, cause: string): Promise<number> {
  const tasks = city.usccs.map((uscc) => ({
    uscc,
    period: PERIOD,
    shard: 0,
    cause: { kind: "certification", id: cause },
  }));
  const file = join(city.folder, `${cause}.json`);
  await writeFile(file, JSON.stringify(tasks));
  const feeding = ["SHARDS_QUEUE_URL", file];
  const settings = settingsFor(city, "subsidy-dispatch");
  const { begunAt } = await runProgram<{ begunAt: number }>("money/feed.ts", feeding, settings);
  await city.stage.settle(600_000);
  return performance.timeOrigin + performance.now() - begunAt;
}
