import { createHash } from "node:crypto";
import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import type { ByteSource } from "../files/bytes.ts";
import { originalKey } from "../upload.ts";

/** An uploaded file where it lies: read by ranges, so that memory does not grow with it and no copy is left behind. */
export async function openOriginal(uploadId: string): Promise<ByteSource | null> {
  const [bucket, key] = [openBucket(setting("ORIGINALS_BUCKET")), originalKey(uploadId)];
  const size = await bucket.size(key);
  if (size === null) return null;
  const stream = (start: number, end: number) => bucket.range(key, start, end);
  return {
    size,
    stream,
    read: async (start, end) => Buffer.concat(await Array.fromAsync(stream(start, end))),
  };
}

/** The fingerprint of the bytes, together with what else decides how they are read. */
export async function contentKeyOf(source: ByteSource, context: string): Promise<string> {
  const hash = createHash("sha256").update(context);
  for await (const piece of source.stream(0, source.size)) hash.update(piece);
  return hash.digest("hex");
}
