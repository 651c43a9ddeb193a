import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

let client: S3Client | undefined;
const s3 = (): S3Client => {
  client ??= new S3Client({ maxAttempts: 6, requestChecksumCalculation: "WHEN_REQUIRED" });
  return client;
};

/** What comes in a stream is written at once up to here, and beyond in parts of this size. S3 takes 10,000 of them. */
const PART_BYTES = 8 * 1024 * 1024;

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

    /** The whole object as it arrives. */
    async *read(key: string): AsyncGenerator<Uint8Array> {
      const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      yield* Body as Readable as AsyncIterable<Uint8Array>;
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

    /**
     * Writes what comes, holding no more than a part of it in memory. The object is there when all of it has come:
     * where the source fails, nothing is written and an earlier object stays as it was.
     */
    async writeStream(key: string, source: AsyncIterable<Uint8Array>, contentType: string): Promise<void> {
      const parts = partsOf(source);
      const first = await parts.next();
      const second = first.done ? first : await parts.next();
      if (first.done || second.done) return this.write(key, first.value ?? new Uint8Array(), contentType);
      await writeParts(
        { Bucket: bucket, Key: key },
        resumed([first.value, second.value], parts),
        contentType,
      );
    },
  };
}

async function* resumed<T>(taken: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* taken;
  yield* rest;
}

/** The same bytes in pieces of one size; only the last is smaller. */
async function* partsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let pending: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    for (let from = 0; from < piece.length; ) {
      const taken = piece.subarray(from, from + PART_BYTES - size);
      pending.push(taken);
      size += taken.length;
      from += taken.length;
      if (size < PART_BYTES) continue;
      yield Buffer.concat(pending);
      [pending, size] = [[], 0];
    }
  }
  if (size > 0) yield Buffer.concat(pending);
}

/** A multipart upload, part by part. One that fails is given up, since its parts would be kept and paid for. */
async function writeParts(
  object: { Bucket: string; Key: string },
  parts: AsyncIterable<Uint8Array>,
  ContentType: string,
): Promise<void> {
  const begun = { ...object, ContentType, ChecksumAlgorithm: "CRC32" as const };
  const { UploadId } = await s3().send(new CreateMultipartUploadCommand(begun));
  try {
    const Parts: { PartNumber: number; ETag: string | undefined; ChecksumCRC32: string }[] = [];
    for await (const Body of parts) {
      const part = { PartNumber: Parts.length + 1, ChecksumCRC32: checksum(Body) };
      const { ETag } = await s3().send(new UploadPartCommand({ ...object, UploadId, Body, ...part }));
      Parts.push({ ...part, ETag });
    }
    await s3().send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
  } catch (cause) {
    // where even this fails, the bucket's lifecycle removes the parts
    await s3()
      .send(new AbortMultipartUploadCommand({ ...object, UploadId }))
      .catch(() => undefined);
    throw cause;
  }
}

function checksum(bytes: Uint8Array): string {
  const digest = Buffer.alloc(4);
  digest.writeUInt32BE(crc32(bytes));
  return digest.toString("base64");
}
