import * as z from "zod/mini";

/** How every fact and command travels inside the city: CloudEvents 1.0 attributes, and who set it off. */
export const envelope = z.object({
  specversion: z.literal("1.0"),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  time: z.string(),
  subject: z.string(),
  /** The subject's own version: a consumer ignores one lower than it has seen. */
  subjectversion: z.int(),
  correlationid: z.string(),
  /** Of what is told in order (CloudEvents' own extension): whatever has the same key arrives one after the other. */
  partitionkey: z.optional(z.string()),
  /** Who outside the city said it, e.g. `partner/B001`; the record of changes names them. */
  actor: z.optional(z.string()),
  data: z.unknown(),
});
export type Envelope = z.infer<typeof envelope>;

export interface EventDefinition<T extends z.ZodMiniType = z.ZodMiniType> {
  /** `cn.ronghe.<context>.<fact>.v1` */
  type: string;
  /** Chinese, then English. */
  summary: string;
  producer: string;
  /** `<context>/<queue>` of each consumer. */
  consumers: readonly string[];
  /** Facts about one subject reach their consumer in the order in which they were told: its queue is FIFO. */
  ordered?: true;
  data: T;
  /** The fields of the data that subscribers outside the city are told; absent, nobody there hears of it. */
  outside?: readonly string[];
}

type Definition<T extends z.ZodMiniType> = EventDefinition<T> & {
  outside?: readonly (keyof z.infer<T> & string)[];
};

/** The queue that hears whatever is told outside. */
const OUTSIDE = "outbound/facts";

export const defineEvent = <T extends z.ZodMiniType>(definition: Definition<T>): EventDefinition<T> =>
  definition.outside ? { ...definition, consumers: [...definition.consumers, OUTSIDE] } : definition;

/** The data as subscribers get it: what a field adds later stays inside until `outside` names it. */
export function outsideData({ data, outside = [] }: EventDefinition): z.ZodMiniType {
  const named = Object.fromEntries(outside.map((name) => [name, true as const]));
  return z.pick(data as unknown as z.ZodMiniObject, named);
}

export type Fact<E extends EventDefinition> = Omit<Envelope, "data"> & { data: z.infer<E["data"]> };
