import { randomBytes, randomUUID } from "node:crypto";
import type { NotificationSpec } from "./blueprint.ts";
import type { Messaging } from "./messaging.ts";
import { REGION } from "./names.ts";
import type { Announcement, ObjectStore } from "./object-store.ts";

interface CreatedObject {
  bucket: string;
  key: string;
  size: number;
  etag: string;
}

/** Tells queues of new objects. What is to be told is written together with the object, so a kill loses none of it. */
export class Notifications {
  readonly #specs: readonly NotificationSpec[];
  readonly #messaging: Messaging;
  readonly #store: ObjectStore;
  readonly #now: () => Date;

  constructor(specs: readonly NotificationSpec[], messaging: Messaging, store: ObjectStore, now: () => Date) {
    this.#specs = specs;
    this.#messaging = messaging;
    this.#store = store;
    this.#now = now;
  }

  /** What an object will have to be announced with, e.g. for `ObjectCreated:Put`. */
  announcementsOf(object: CreatedObject, event: string): Announcement[] {
    const wanted = this.#specs.filter(
      ({ bucket, events, prefix, suffix }) =>
        bucket === object.bucket &&
        object.key.startsWith(prefix) &&
        object.key.endsWith(suffix) &&
        events.some(
          (name) =>
            name === `s3:${event}` || (name.endsWith(":*") && `s3:${event}`.startsWith(name.slice(0, -1))),
        ),
    );
    return wanted.map((spec) => ({
      id: randomUUID(),
      queueArn: spec.queueArn,
      body: JSON.stringify({ Records: [objectCreated(object, event, spec.id, this.#now())] }),
    }));
  }

  /** Sends whatever has not been sent; after a kill perhaps a second time, as S3 may. */
  flush(): void {
    for (const { id, queueArn, body } of this.#store.announcements()) {
      this.#messaging.send(queueArn, body);
      this.#store.announced(id);
    }
  }
}

/** One record of S3's event message, version 2.1. */
function objectCreated(
  { bucket, key, size, etag }: CreatedObject,
  event: string,
  configurationId: string,
  now: Date,
): unknown {
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: REGION,
    eventTime: now.toISOString(),
    eventName: event,
    userIdentity: { principalId: "AWS:LOCAL" },
    requestParameters: { sourceIPAddress: "127.0.0.1" },
    responseElements: {
      "x-amz-request-id": randomBytes(8).toString("hex").toUpperCase(),
      "x-amz-id-2": "local",
    },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId,
      bucket: { name: bucket, ownerIdentity: { principalId: "LOCAL" }, arn: `arn:aws:s3:::${bucket}` },
      // keys come form-encoded, a space as a plus
      object: {
        key: encodeKey(key),
        size,
        eTag: etag,
        sequencer: now.getTime().toString(16).toUpperCase().padStart(18, "0"),
      },
    },
  };
}

const encodeKey = (key: string): string =>
  key
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll("%20", "+"))
    .join("/");
