import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsOf } from "../../../infra/local/settings.ts";
import { type Stage, startStage } from "../../../infra/local/stage.ts";
import { Client } from "../../city/client.ts";
import { seed } from "../../city/seed.ts";

/** A stage with its seed, and what a bench asks of it. */
export interface City {
  stage: Stage;
  client: Client;
  folder: string;
  stop(): Promise<void>;
}

/** @param now when the stage begins, ISO 8601 */
export async function openCity(now: string): Promise<City> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const stage = await startStage({ dir: join(folder, "stage"), now });
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

/** @param name of its bundle, e.g. `attendance-ingest` */
function specOf({ stage }: City, name: string) {
  const spec = stage.blueprint.functions.find((one) => one.name.toLowerCase().includes(name));
  if (!spec) throw new Error(`No function ${name}`);
  return spec;
}

/** The environment that a function of the stage has, for a program that stands in its place. */
export function settingsFor(city: City, name: string): Record<string, string> {
  const { stage } = city;
  const settings = settingsOf(specOf(city, name), stage.credentials, stage.endpoints);
  return { ...settings, STAGE_AHEAD_MS: String(stage.now().getTime() - Date.now()) };
}

/** The file of a function's bundle. */
export const bundleOf = (city: City, name: string): string => join(specOf(city, name).folder, "index.js");

/** What a function has consumed, as its log has it. */
interface Spent {
  readUnits: number;
  writeUnits: number;
  calls: number;
  gbSeconds: number;
}

const NOTHING: Spent = { readUnits: 0, writeUnits: 0, calls: 0, gbSeconds: 0 };

/** What the functions of the stage have consumed so far, by name. */
export async function spent({ stage }: City): Promise<Map<string, Spent>> {
  const byName = new Map<string, Spent>();
  for (const { name, memoryMb } of stage.blueprint.functions) {
    const text = await readFile(join(stage.dir, "logs", `${name}.log`), "utf8").catch(() => "");
    const lines = text.split("\n").filter((line) => line.includes('"event":"capacity"'));
    const total = { ...NOTHING };
    for (const line of lines) {
      const { readUnits, writeUnits, ms } = JSON.parse(line) as {
        readUnits: number;
        writeUnits: number;
        ms: number;
      };
      total.readUnits += readUnits;
      total.writeUnits += writeUnits;
      total.calls += 1;
      total.gbSeconds += (ms / 1_000) * (memoryMb / 1_024);
    }
    byName.set(name, total);
  }
  return byName;
}

/** What was consumed between two looks. */
export function difference(before: Map<string, Spent>, after: Map<string, Spent>) {
  const total = { ...NOTHING };
  const writesBy: Record<string, number> = {};
  for (const [name, now] of after) {
    const then = before.get(name) ?? NOTHING;
    for (const unit of Object.keys(NOTHING) as (keyof Spent)[]) total[unit] += now[unit] - then[unit];
    const writes = now.writeUnits - then.writeUnits;
    if (writes > 0) writesBy[name] = writes;
  }
  return { ...total, writesBy };
}
