import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EnterpriseRegistered } from "../../events/registry.ts";
import { Client } from "../city/client.ts";
import { enterprise } from "../city/people.ts";
import { receiverFor } from "../integration/on-stage.ts";
import { registration, usccOf } from "../integration/one-enterprise.ts";
import { healthOf, partner, subscribe } from "../integration/subscribing.ts";
import { freePort, startProcess } from "./process.ts";

/** The process begins at eight; a killed worker's lease is long over five minutes later. */
const EIGHT = new Date("2026-06-01T08:00:00+08:00");
const LATER = new Date("2026-06-01T08:10:00+08:00");

test("killed after a delivery was sent and before that was noted, the stage sends it again under the same id", async () => {
  const [dir, port] = [await mkdtemp(join(tmpdir(), "ronghe-told-")), await freePort()];
  onTestFinished(() => rm(dir, { recursive: true }));
  let now = EIGHT;
  const receiver = await receiverFor(() => now);
  const first = await startProcess(dir, port);
  onTestFinished(() => first.kill("SIGKILL"));
  const subscriber = partner("P-killed");
  const client = new Client(first.url);
  const { id } = await subscribe(client, subscriber, receiver, "/k", [EnterpriseRegistered]);
  const killed = new Promise<void>((resolve) => {
    receiver.answer = () => {
      void first.kill("SIGKILL").then(resolve);
      return undefined;
    };
  });
  const uscc = usccOf(801);
  const body = registration(uscc);
  await client.call(enterprise(uscc), "POST", "/v1/enterprises", { body }).catch(() => undefined);
  await killed;

  receiver.answer = () => 204;
  const second = await startProcess(dir, port);
  onTestFinished(() => second.kill("SIGKILL"));
  now = LATER;
  const again = new Client(second.url);
  await again.clock(LATER.toISOString());
  await again.settle();
  expect(receiver.deliveries.map(({ event }) => event.subject)).toEqual([uscc, uscc]);
  expect(new Set(receiver.deliveries.map(({ webhookId }) => webhookId)).size).toBe(1);
  expect(await healthOf(again, subscriber, id)).toMatchObject({ status: "healthy", backlog: 0 });
});
