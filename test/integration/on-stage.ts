import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { type Stage, startStage } from "../../infra/local/stage.ts";
import { Client } from "../city/client.ts";
import { seed } from "../city/seed.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

/** A stage of its own for a test file, seeded as an empty one is, and gone afterwards. */
export function useStage(options: { now?: string; deliverTwice?: boolean } = {}) {
  const held: { stage?: Stage; client?: Client; dir?: string } = {};
  beforeAll(async () => {
    held.dir = await mkdtemp(join(tmpdir(), "ronghe-"));
    held.stage = await startStage({ dir: held.dir, port: 0, ...options });
    held.client = new Client(held.stage.url);
    await seed({ url: held.stage.url });
  });
  afterAll(async () => {
    await held.stage?.stop();
    if (held.dir) await rm(held.dir, { recursive: true, force: true });
  });
  return {
    get stage(): Stage {
      return held.stage as Stage;
    },
    get client(): Client {
      return held.client as Client;
    },
  };
}

/** A receiver that is gone when the test is. */
export async function receiverFor(now: () => Date, port?: number): Promise<Receiver> {
  const receiver = await startReceiver(now, port);
  onTestFinished(() => receiver.close());
  return receiver;
}
