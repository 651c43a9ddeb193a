import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AwsChunked } from "../../../infra/local/aws-chunked.ts";
import { Messaging } from "../../../infra/local/messaging.ts";
import { Notifications } from "../../../infra/local/notifications.ts";
import { ObjectStore } from "../../../infra/local/object-store.ts";

const QUEUE = "arn:aws:sqs:ap-east-1:000000000000:arrived";
const SPEC = {
  bucket: "b",
  queueArn: QUEUE,
  events: ["s3:ObjectCreated:*"],
  prefix: "in/",
  suffix: ".csv",
  id: "c",
};
const NOW = new Date("2026-07-01T01:00:00Z");
let folder: string;
let messaging: Messaging;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "objects-"));
  messaging = await Messaging.start(folder);
  messaging.provide([{ name: "arrived", arn: QUEUE, url: "http://x/0/arrived", attributes: {} }], [], []);
});

afterEach(async () => {
  await messaging.stop();
  await rm(folder, { recursive: true });
});

async function write(store: ObjectStore, notifications: Notifications, key: string): Promise<boolean> {
  const blob = await store.write(Readable.from([Buffer.from("abc")]));
  const object = {
    bucket: "b",
    key,
    size: 3,
    etag: blob.md5,
    headers: {},
    modified: NOW.toISOString(),
    file: blob.file,
  };
  return store.put(object, notifications.announcementsOf(object, "ObjectCreated:Put"), true);
}

it("an object that was written just before a kill is announced at the next start", async () => {
  const before = new ObjectStore(join(folder, "objects"));
  const told = new Notifications([SPEC], messaging, before, () => NOW);
  expect(await write(before, told, "in/a b+1.csv")).toBe(true);
  expect(await write(before, told, "in/a b+1.csv")).toBe(false);
  expect(await write(before, told, "out/a.csv")).toBe(true);
  before.close();

  const after = new ObjectStore(join(folder, "objects"));
  expect(after.unannounced).toBe(1);
  new Notifications([SPEC], messaging, after, () => NOW).flush();
  expect(after.unannounced).toBe(0);
  const [message] = messaging.receive(QUEUE, 10);
  expect(JSON.parse(message?.Body ?? "")).toMatchObject({
    Records: [
      {
        eventName: "ObjectCreated:Put",
        eventTime: "2026-07-01T01:00:00.000Z",
        s3: {
          configurationId: "c",
          bucket: { name: "b" },
          object: { key: "in/a+b%2B1.csv", size: 3, eTag: "900150983cd24fb0d6963f7d28e17f72" },
        },
      },
    ],
  });
  after.close();
});

it("messages in flight when a stage was killed are visible at its next start", async () => {
  messaging.send(QUEUE, "one");
  expect(messaging.receive(QUEUE, 10)).toHaveLength(1);
  expect(messaging.depth(QUEUE)).toMatchObject({ visible: 0, inFlight: 1 });
  await messaging.stop();
  messaging = await Messaging.start(folder);
  expect(messaging.depth(QUEUE)).toMatchObject({ visible: 1, inFlight: 0 });
});

it("a streamed body comes out of its frames however it is cut", async () => {
  const framed = Buffer.from(
    "5;chunk-signature=x\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n",
  );
  for (const size of [1, 7, 1000]) {
    const pieces = Array.from({ length: Math.ceil(framed.length / size) }, (_, at) =>
      framed.subarray(at * size, (at + 1) * size),
    );
    const chunked = new AwsChunked();
    const body = await Readable.from(pieces).pipe(chunked).toArray();
    expect([Buffer.concat(body).toString(), chunked.trailers]).toEqual([
      "hello!",
      { "x-amz-checksum-crc32": "AAAA" },
    ]);
  }
});
