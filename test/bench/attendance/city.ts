import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsOf } from "../../../infra/local/settings.ts";
import { type Stage, startStage } from "../../../infra/local/stage.ts";
import { Client } from "../../city/client.ts";
import { enterprise } from "../../city/people.ts";
import { seed } from "../../city/seed.ts";
import { certifiedEnterprise } from "../../integration/one-enterprise.ts";
import { NOW, PERIOD } from "./month.ts";
import { runProgram } from "./program.ts";

/** A stage with its seed, and what a bench asks of it. */
export interface City {
  stage: Stage;
  client: Client;
  folder: string;
  stop(): Promise<void>;
}

export async function openCity(): Promise<City> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const stage = await startStage({ dir: join(folder, "stage"), now: NOW });
  const client = new Client(stage.url);
  await seed({ url: stage.url });
  return {
    stage,
    client,
    folder,
    async stop() {
      await stage.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The environment that a function of the stage has, for a program that stands in its place. */
export function settingsFor({ stage }: City, source: string): Record<string, string> {
  const spec = stage.blueprint.functions.find(({ name }) => name.toLowerCase().includes(source));
  if (!spec) throw new Error(`No function ${source}`);
  const settings = settingsOf(spec, stage.credentials, stage.endpoints);
  return { ...settings, STAGE_AHEAD_MS: String(stage.now().getTime() - Date.now()) };
}

/** A certified enterprise with so many students placed. `first` tells its students from those of another. */
export async function enterpriseWith(city: City, number: number, students: number): Promise<string> {
  const uscc = await certifiedEnterprise(city.client, number);
  const settings = settingsFor(city, "attendance-ingest");
  await runProgram("place.ts", [uscc, String(students), String(number * 100_000)], settings);
  await city.client.settle();
  return uscc;
}

interface Announced {
  id: string;
  put: { url: string; headers: Record<string, string> };
}

export async function announce(city: City, uscc: string, filename: string, size: number): Promise<Announced> {
  const body = { kind: "attendance", uscc, period: PERIOD, filename, size };
  return (await city.client.call<Announced>(enterprise(uscc), "POST", "/v1/uploads", { body })).body;
}

/** Puts a file into the bucket as its uploader does. */
export async function put({ put: { url, headers } }: Announced, bytes: Uint8Array): Promise<void> {
  const answer = await fetch(url, { method: "PUT", headers, body: bytes as Uint8Array<ArrayBuffer> });
  if (!answer.ok) throw new Error(`PUT answered ${answer.status}: ${await answer.text()}`);
}

export interface Spent {
  readUnits: number;
  writeUnits: number;
}

/** What all functions of the stage have consumed so far, by function, as their logs have it. */
export async function spent({ stage }: City): Promise<Map<string, Spent>> {
  const folder = join(stage.dir, "logs");
  const byFunction = new Map<string, Spent>();
  for (const file of await readdir(folder)) {
    const total = { readUnits: 0, writeUnits: 0 };
    for (const line of (await readFile(join(folder, file), "utf8")).split("\n")) {
      if (!line.includes('"event":"capacity"')) continue;
      const { readUnits, writeUnits } = JSON.parse(line) as Spent;
      total.readUnits += readUnits;
      total.writeUnits += writeUnits;
    }
    byFunction.set(file.replace(/\.log$/, ""), total);
  }
  return byFunction;
}

/** What was consumed between two looks, in all and by function. */
export function difference(before: Map<string, Spent>, after: Map<string, Spent>) {
  const byFunction = [...after].map(([name, { readUnits, writeUnits }]) => {
    const old = before.get(name) ?? { readUnits: 0, writeUnits: 0 };
    return { name, readUnits: readUnits - old.readUnits, writeUnits: writeUnits - old.writeUnits };
  });
  const sum = (unit: keyof Spent) => byFunction.reduce((total, one) => total + one[unit], 0);
  return {
    readUnits: sum("readUnits"),
    writeUnits: sum("writeUnits"),
    writesBy: Object.fromEntries(
      byFunction.filter((one) => one.writeUnits > 0).map((one) => [one.name, one.writeUnits]),
    ),
  };
}
