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
