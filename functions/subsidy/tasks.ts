import * as z from "zod/mini";

const cause = z.object({ kind: z.string(), id: z.string() });
/** The close that commanded it, and how many parts make the enterprise complete. */
const run = z.optional(z.object({ runId: z.string(), period: z.string(), parts: z.int() }));

/** One shard of an enterprise's month to bring into the books, and why. */
const shardTask = z.object({
  uscc: z.string(),
  period: z.string(),
  shard: z.int(),
  cause,
  /** Only these persons; everyone in the shard when absent. */
  personIds: z.optional(z.array(z.string()).check(z.maxLength(500))),
  run,
});
export type ShardTask = z.infer<typeof shardTask>;

/** Applications to bring into the books: all of the enterprise's, unless some are named. */
const applicationTask = z.object({
  uscc: z.string(),
  applicationIds: z.optional(z.array(z.string()).check(z.maxLength(500))),
  cause,
  run,
});
export type ApplicationTask = z.infer<typeof applicationTask>;

export const bookingTask = z.union([shardTask, applicationTask]);
export type BookingTask = z.infer<typeof bookingTask>;
