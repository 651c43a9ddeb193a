import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { buildApp } from "fauxqs";
import { REGION } from "./names.ts";

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;
export type QueueStore = Stores["sqsStore"];
export type TopicStore = Stores["snsStore"];
export type EmulatedQueue = ReturnType<QueueStore["createQueue"]>;
export type Received = ReturnType<EmulatedQueue["dequeue"]>[number];
export type Message = Parameters<EmulatedQueue["enqueue"]>[0];
export type Attributes = Message["messageAttributes"];

interface Persistence {
  db: DatabaseSync;
  updateMessageReady(messageId: string): void;
  load(sqs: QueueStore, sns: TopicStore, s3: unknown): void;
}

type StoreClass<T> = new () => T;

/** The emulator's own parts, which its package does not export. */
interface Parts {
  SqsStore: StoreClass<QueueStore> & {
    createMessage(body: string, attributes?: Attributes, delaySeconds?: number): Message;
  };
  SnsStore: StoreClass<TopicStore>;
  S3Store: StoreClass<Stores["s3Store"]>;
  PersistenceManager: new (folder: string) => Persistence;
}

export interface Emulator {
  app: ReturnType<typeof buildApp>;
  queues: QueueStore;
  topics: TopicStore;
  db: DatabaseSync;
  createMessage: Parts["SqsStore"]["createMessage"];
}

/**
 * Builds fauxqs out of its parts, so that it listens to this machine alone (its `startFauxqs` listens to all the
 * world) and so that event sources reach the queues without a detour over HTTP.
 */
export async function buildEmulator(folder: string): Promise<Emulator> {
  const { SqsStore, SnsStore, S3Store, PersistenceManager } = await emulatorParts();
  const persistence = new PersistenceManager(folder);
  const { db } = persistence;
  // a killed process loses nothing without it, and messages cost a fifth
  db.exec("PRAGMA synchronous = NORMAL");
  returnToQueues(db);
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  // its own statement sets a NOT NULL column to null: making a message visible at once would fail
  const ready = db.prepare(
    "UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?",
  );
  persistence.updateMessageReady = (messageId) => void ready.run(messageId);
  // messages loaded above must not be written back one by one, so this comes after
  const attached = persistence as unknown as NonNullable<QueueStore["persistence"]>;
  stores.sqsStore.persistence = attached;
  stores.snsStore.persistence = attached;
  for (const queue of stores.sqsStore.allQueues()) queue.persistence = attached;
  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  stores.sqsStore.host = "";
  app.addHook("onClose", () => db.close());
  return { app, queues: stores.sqsStore, topics: stores.snsStore, db, createMessage: SqsStore.createMessage };
}

/** Whoever received messages before this start is dead: what was in flight is visible again at once. */
function returnToQueues(db: DatabaseSync): void {
  db.exec("UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL");
}

async function emulatorParts(): Promise<Parts> {
  const main = import.meta.resolve("fauxqs");
  const part = (path: string): Promise<Partial<Parts>> =>
    import(new URL(path, main).href) as Promise<Partial<Parts>>;
  const parts = await Promise.all(
    ["./sqs/sqsStore.js", "./sns/snsStore.js", "./s3/s3Store.js", "./persistence.js"].map(part),
  );
  return Object.assign({}, ...parts.map((module) => ({ ...module }))) as Parts;
}

/** Where its data lies, below the folder of the stage. */
export const emulatorFolder = (stage: string): string => join(stage, "queues");
