import * as z from "zod/mini";

/** One shard of an enterprise's month to bring into the books, and why. */
export const shardTask = z.object({
  uscc: z.string(),
  period: z.string(),
  shard: z.int(),
  cause: z.object({ kind: z.string(), id: z.string() }),
  /** Only these persons; everyone in the shard when absent. */
  personIds: z.optional(z.array(z.string()).check(z.maxLength(500))),
  /** The close that commanded it, and how many parts make the enterprise complete. */
  run: z.optional(z.object({ runId: z.string(), period: z.string(), parts: z.int() })),
});
export type ShardTask = z.infer<typeof shardTask>;
