import { people } from "../../city/people.ts";
import { PERIOD } from "../attendance/month.ts";
import { difference, settingsFor, spent } from "../kit/city.ts";
import { runProgram } from "../kit/program.ts";
import { atMost, type Criterion, say } from "../kit/say.ts";
import type { ManyEnterprises } from "./many.ts";

interface Month {
  status: string;
  totals: { enterprises: number; lines: number; amountFen: number };
}

/** A look at the month costs about as much as closing two enterprises, on the same two processors. */
const LOOK_EVERY_MS = 500;

/** A close from its command to the published month, beside plainly reading what it has to read. */
export async function close(city: ManyEnterprises): Promise<{ msPerLine: number; criteria: Criterion[] }> {
  const { client, studentMonths } = city;
  const plain = await runProgram<{ ms: number; accounts: number }>(
    "money/plainly-read.ts",
    [city.codes],
    settingsFor(city, "settlement-manifest"),
  );
  const before = await spent(city);
  const began = performance.now();
  await client.call(people.finance, "POST", `/v1/periods/${PERIOD}/close`);
  const month = await published(city);
  const ms = performance.now() - began;
  await city.stage.settle(600_000);
  const used = difference(before, await spent(city));
  const again = await spent(city);
  await client.call(people.finance, "POST", `/v1/periods/${PERIOD}/close`);
  await city.stage.settle(600_000);
  const repeated = difference(again, await spent(city));
  const units = { writeUnits: used.writeUnits, readUnits: used.readUnits, writesBy: used.writesBy };
  say({ part: "close", studentMonths, ...month.totals, ms: Math.round(ms), ...units });
  say({ part: "close", who: "plain reading", ms: Math.round(plain.ms), accounts: plain.accounts });
  say({ part: "close", again: true, writeUnits: repeated.writeUnits, writesBy: repeated.writesBy });
  return {
    msPerLine: ms / month.totals.lines,
    criteria: [
      atMost(`close-${studentMonths}-of-plain-reading`, ms / plain.ms, 2.5),
      atMost(`close-${studentMonths}-again-write-units`, repeated.writeUnits, 0),
    ],
  };
}

async function published({ client }: ManyEnterprises): Promise<Month> {
  for (;;) {
    const { body } = await client.call<Month>(people.finance, "GET", `/v1/periods/${PERIOD}`);
    if (body.status === "published") return body;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
