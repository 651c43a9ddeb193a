import { enterprise } from "../../city/people.ts";
import { certifiedEnterprise } from "../../integration/one-enterprise.ts";
import { type City, settingsFor } from "../kit/city.ts";
import { runProgram } from "../kit/program.ts";
import { PERIOD } from "./month.ts";

/** A certified enterprise with so many students placed. `first` tells its students from those of another. */
export async function enterpriseWith(city: City, number: number, students: number): Promise<string> {
  const uscc = await certifiedEnterprise(city.client, number);
  const settings = settingsFor(city, "attendance-ingest");
  await runProgram("attendance/place.ts", [uscc, String(students), String(number * 100_000)], settings);
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
