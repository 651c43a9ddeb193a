import type { InboundEvent } from "./define.ts";
import * as placement from "./placement.ts";
import * as settlement from "./settlement.ts";

/** Everything that a partner may tell, by its type. */
export const inboundEvents: ReadonlyMap<string, InboundEvent> = new Map(
  [placement, settlement]
    .flatMap((context) => Object.values(context) as InboundEvent[])
    .map((event) => [event.type, event]),
);
