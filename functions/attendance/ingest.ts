import * as z from "zod/mini";
import { rawWorker } from "../../shared/runtime/worker.ts";
import { readUpload } from "./reading/read-upload.ts";
import { uploadIdOf } from "./upload.ts";

/** As S3 writes it; test notices of a new subscription carry no records. */
const notice = z.object({
  Records: z.optional(z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) }))),
});

/** Reads each file that arrived. A file whose reading has ended before is passed over. */
export const handler = rawWorker(notice, async ({ Records = [] }) => {
  for (const { s3 } of Records)
    await readUpload(uploadIdOf(decodeURIComponent(s3.object.key.replaceAll("+", " "))));
});
