import * as z from "zod/mini";
import { text } from "../../shared/values/schemas.ts";
import { defineEvent, type EventDefinition } from "../envelope.ts";

/** A person as a partner names them; only the door of the city sees this. */
const named = z.strictObject({
  idNumber: z.string().check(z.trim(), z.minLength(15), z.maxLength(24)),
  name: text(50),
  studentNo: z.optional(text(40)),
});

/** The same person as they travel inside: found by keyed hashes, shown by a mask. */
const known = z.object({
  personId: z.string(),
  idKey: z.string(),
  nameKey: z.string(),
  studentNoKey: z.nullable(z.string()),
  maskedName: z.string(),
});
export type Named = z.infer<typeof named>;
export type Known = z.infer<typeof known>;

/** What a partner may tell: what it sends, and what of that its consumer hears. */
export interface InboundEvent<T extends z.ZodMiniType = z.ZodMiniType> extends EventDefinition<T> {
  /** As the partner sends it. */
  accepts: z.ZodMiniType;
}

interface Inbound<T extends z.ZodMiniType> {
  type: string;
  summary: string;
  /** The context that owns what it is about, and acts. */
  consumer: string;
  data: T;
}

/** An event that names nobody: it travels as it was sent. */
export const inbound = <T extends z.ZodMiniType>({ consumer, ...event }: Inbound<T>): InboundEvent<T> => ({
  ...defineEvent({ ...event, producer: "partner", consumers: [`${consumer}/partners`], ordered: true }),
  accepts: event.data,
});

/**
 * An event about somebody, under `student` or `person`.
 * @param shape its data, given the schema of whom it is about
 */
export const inboundAbout = <T extends z.ZodMiniType>(
  event: Omit<Inbound<T>, "data">,
  shape: (who: typeof known) => T,
): InboundEvent<T> => ({
  ...inbound({ ...event, data: shape(known) }),
  // of the same shape, but for how somebody is written
  accepts: shape(named as never),
});
