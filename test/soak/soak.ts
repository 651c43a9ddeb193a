import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnterpriseRegistered } from "../../events/registry.ts";
import { freePort, type StageProcess, startProcess } from "../chaos/process.ts";
import { Client } from "../city/client.ts";
import { enterprise } from "../city/people.ts";
import { dice } from "../city/prng.ts";
import { seed as seedStage } from "../city/seed.ts";
import { registration, usccOf } from "../integration/one-enterprise.ts";
import { type Receiver, startReceiver } from "../integration/receiver.ts";
import { partner, subscribe } from "../integration/subscribing.ts";
import { verifications } from "./effects.ts";

/** Where a kill struck, as far as one can tell from outside. */
type Struck = Record<
  "before anything was written" | "between write and delivery" | "after the delivery",
  number
>;

export interface Soaked {
  violations: string[];
  struck: Struck;
}

/** A call to register takes some tens of milliseconds; the kill comes at any moment of that. */
const LONGEST_LIFE_MS = 80;
/** A killed worker's lease, and the minute after which a relay looks. */
const AHEAD_MS = 180_000;

/**
 * Registers one enterprise after another, and each time kills the stage without a word while it does. Started again,
 * whatever was written must be told to a subscriber outside, whatever was told must have been written, and each
 * enterprise must have been verified once.
 */
export async function soak(kills: number, seed: number, say: (line: string) => void): Promise<Soaked> {
  const roll = dice(seed, "soak");
  const [dir, port] = [await mkdtemp(join(tmpdir(), "ronghe-soak-")), await freePort()];
  const struck: Struck = {
    "before anything was written": 0,
    "between write and delivery": 0,
    "after the delivery": 0,
  };
  const clock = { ahead: 0 };
  const receiver = await startReceiver(() => new Date(Date.now() + clock.ahead));
  let stage = await started(dir, port, clock);
  try {
    await seedStage({ url: stage.url });
    await subscribe(new Client(stage.url), partner("P-soak"), receiver, "/soak", [EnterpriseRegistered]);
    for (let kill = 1; kill <= kills; kill++) {
      const uscc = usccOf(kill);
      const heard = await registerAndKill(stage, receiver, uscc, roll.between(1, LONGEST_LIFE_MS));
      stage = await started(dir, port, clock);
      const written = await isThere(stage, uscc);
      struck[
        heard ? "after the delivery" : written ? "between write and delivery" : "before anything was written"
      ]++;
      if (!written) await register(stage, uscc);
      if (kill % 10 === 0) say(`… ${kill} kills`);
    }
    await forward(stage, clock);
    const codes = Array.from({ length: kills }, (_, index) => usccOf(index + 1));
    const verified = await verifications(stage, dir, codes);
    return { violations: [...untold(receiver, codes), ...verified], struck };
  } finally {
    await stage.kill("SIGKILL");
    await receiver.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** @returns whether the subscriber had heard of it when the kill came */
async function registerAndKill(
  stage: StageProcess,
  receiver: Receiver,
  uscc: string,
  life: number,
): Promise<boolean> {
  const calling = register(stage, uscc).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, life));
  const heard = hasHeard(receiver, uscc);
  await stage.kill("SIGKILL");
  await calling;
  return heard;
}

async function register(stage: StageProcess, uscc: string): Promise<void> {
  const body = registration(uscc);
  await new Client(stage.url).call(enterprise(uscc), "POST", "/v1/enterprises", { body, expect: [201] });
}

async function isThere(stage: StageProcess, uscc: string): Promise<boolean> {
  const path = `/v1/enterprises/${uscc}`;
  const { status } = await new Client(stage.url).call(enterprise(uscc), "GET", path, { expect: [200, 404] });
  return status === 200;
}

async function started(dir: string, port: number, clock: { ahead: number }): Promise<StageProcess> {
  const stage = await startProcess(dir, port);
  await forward(stage, clock);
  return stage;
}

/** Moves the clock on, so that what was left over is due, and waits until all of it is done. */
async function forward(stage: StageProcess, clock: { ahead: number }): Promise<void> {
  const client = new Client(stage.url);
  const { body } = await client.call<{ now: string }>(null, "GET", "/dev/clock");
  const next = Date.parse(body.now) + AHEAD_MS;
  clock.ahead = next - Date.now();
  await client.clock(new Date(next).toISOString());
  await client.settle();
}

const hasHeard = ({ deliveries }: Receiver, uscc: string): boolean =>
  deliveries.some(({ event }) => event.subject === uscc);

/** Every registration is told, under one id however often, and nothing else is. */
function untold({ deliveries }: Receiver, codes: readonly string[]): string[] {
  const bySubject = Map.groupBy(deliveries, ({ event }) => event.subject ?? "");
  const unknown = [...bySubject.keys()].filter((subject) => !codes.includes(subject));
  const wrong = codes.filter((code) => {
    const ids = new Set((bySubject.get(code) ?? []).map(({ webhookId }) => webhookId));
    return ids.size !== 1;
  });
  return [
    ...wrong.map((code) => `${code} was not told under exactly one id`),
    ...unknown.map((subject) => `${subject} was told and never made`),
  ];
}
