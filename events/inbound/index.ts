import * as assessment from "./assessment.ts";
import type { InboundEvent } from "./define.ts";
import * as placement from "./placement.ts";
import * as registry from "./registry.ts";
import * as settlement from "./settlement.ts";
import * as subsidy from "./subsidy.ts";

/** Everything that a partner may tell, by its type. */
export const inboundEvents: ReadonlyMap<string, InboundEvent> = new Map(
  [registry, placement, subsidy, settlement, assessment]
    .flatMap((context) => Object.values(context) as InboundEvent[])
    .map((event) => [event.type, event]),
);
