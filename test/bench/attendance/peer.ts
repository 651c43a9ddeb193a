import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { createTable, serverKinds, start } from "../../conformance/servers.ts";
import { type City, settingsFor } from "../kit/city.ts";
import { runProgram } from "../kit/program.ts";
import { PERIOD } from "./month.ts";

export interface PeerRun {
  rows: number;
  students: number;
  ms: number;
  ingestMs: number;
  writeUnits: number;
  readUnits: number;
}

/** What the emulator takes in at most, whoever writes. */
export interface RawWrites {
  items: number;
  ms: number;
  itemsPerSecond: number;
}

/**
 * The peer in a process of its own: the stage's bucket, and a database server of the same kind with its own tables.
 * Then the floor: the same server, and nothing but writes.
 */
export async function runPeer(
  city: City,
  key: string,
  format: "csv" | "xlsx",
): Promise<{ peer: PeerRun; floor: RawWrites }> {
  const [kind] = serverKinds();
  if (!kind) throw new Error("No database server");
  const server = await start(kind, await mkdtemp(join(city.folder, "peer-")));
  try {
    await createTable(server.url, "Attendance");
    const settings = { ...settingsFor(city, "attendance-ingest"), AWS_ENDPOINT_URL_DYNAMODB: server.url };
    const bucket = city.stage.bucket("originals");
    const arguments_ = [bucket, key, PERIOD, format];
    const peer = await runProgram<PeerRun>("peers/row-per-item.ts", arguments_, settings);
    const floor = await runProgram<RawWrites>("attendance/raw-writes.ts", ["20000"], settings);
    return { peer, floor };
  } finally {
    await server.stop();
  }
}
