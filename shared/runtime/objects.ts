import type { Readable } from "node:stream";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

let client: S3Client | undefined;
const s3 = (): S3Client => {
  client ??= new S3Client({ maxAttempts: 6, requestChecksumCalculation: "WHEN_REQUIRED" });
  return client;
};

/** Files in buckets, for workers. Functions that answer people only sign URLs (`presign.ts`). */
export function openBucket(bucket: string) {
  return {
    /** In bytes; `null` when there is no such object. */
    async size(key: string): Promise<number | null> {
      try {
        return (await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength ?? 0;
      } catch (cause) {
        if (cause instanceof Error && (cause.name === "NotFound" || cause.name === "NoSuchKey")) return null;
        throw cause;
      }
    },

    /** The bytes from `start` up to, not including, `end`, as they arrive. */
    async *range(key: string, start: number, end: number): AsyncGenerator<Uint8Array> {
      if (end <= start) return;
      const Range = `bytes=${start}-${end - 1}`;
      const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
      yield* Body as Readable as AsyncIterable<Uint8Array>;
    },

    /** With a checksum: a bucket under object lock takes nothing without one. */
    async write(key: string, body: Uint8Array | string, contentType: string): Promise<void> {
      await s3().send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
          ChecksumAlgorithm: "CRC32",
        }),
      );
    },
  };
}
