import * as z from "zod/mini";

const cause = z.object({ kind: z.string(), id: z.string() });

/** One shard of an enterprise's month to bring into the books, and why. */
const shardTask = z.object({
  uscc: z.string(),
  period: z.string(),
  shard: z.int(),
  cause,
  /** Only these persons; everyone in the shard when absent. */
  personIds: z.optional(z.array(z.string()).check(z.maxLength(500))),
});
export type ShardTask = z.infer<typeof shardTask>;

/** Applications to bring into the books: all of the enterprise's, unless some are named. */
const applicationTask = z.object({
  uscc: z.string(),
  applicationIds: z.optional(z.array(z.string()).check(z.maxLength(500))),
  cause,
});
export type ApplicationTask = z.infer<typeof applicationTask>;

/** What a close has recomputed at once: small enterprises together, or one part of a large one's people. */
const recomputeTask = z.object({
  /** The close that commanded it, and the month it closes. */
  run: z.object({ runId: z.string(), period: z.string() }),
  /** The first gives its name to all of them. */
  usccs: z.array(z.string()).check(z.minLength(1), z.maxLength(500)),
  part: z.int(),
  parts: z.int(),
});
export type RecomputeTask = z.infer<typeof recomputeTask>;

export const bookingTask = z.union([recomputeTask, shardTask, applicationTask]);
export type BookingTask = z.infer<typeof bookingTask>;
