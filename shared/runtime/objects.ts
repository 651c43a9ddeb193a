import type { Readable } from "node:stream";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";

let client: S3Client | undefined;
const s3 = (): S3Client => {
  client ??= new S3Client({ maxAttempts: 6, requestChecksumCalculation: "WHEN_REQUIRED" });
  return client;
};

/** Files in buckets, for workers. Functions that answer people only sign URLs (`presign.ts`). */
export function openBucket(bucket: string) {
  return {
    async read(key: string): Promise<{ body: Readable; size: number }> {
      const { Body, ContentLength } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { body: Body as Readable, size: ContentLength ?? 0 };
    },

    async readAll(key: string): Promise<Uint8Array> {
      const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!Body) throw new Error(`The object ${key} has no body`);
      return Body.transformToByteArray();
    },

    async exists(key: string): Promise<boolean> {
      try {
        await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return true;
      } catch (cause) {
        if (cause instanceof Error && (cause.name === "NotFound" || cause.name === "NoSuchKey")) return false;
        throw cause;
      }
    },

    async write(key: string, body: Uint8Array | string, contentType: string): Promise<void> {
      await s3().send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
      );
    },

    /** For what is made as it is sent; memory stays at a few parts however long it gets. */
    async stream(key: string, body: Readable, contentType: string): Promise<void> {
      const params = { Bucket: bucket, Key: key, Body: body, ContentType: contentType };
      await new Upload({ client: s3(), params }).done();
    },
  };
}
