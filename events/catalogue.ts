import * as assessment from "./assessment.ts";
import * as attendance from "./attendance.ts";
import type { EventDefinition } from "./envelope.ts";
import { inboundEvents } from "./inbound/index.ts";
import * as partner from "./partner.ts";
import * as placement from "./placement.ts";
import * as registry from "./registry.ts";
import * as settlement from "./settlement.ts";
import * as subsidy from "./subsidy.ts";

const contexts = [registry, placement, attendance, subsidy, settlement, assessment, partner];

/** Every fact and command of the city: who tells it, and which queues hear it. */
export const catalogue: readonly EventDefinition[] = [
  ...contexts.flatMap((context) => Object.values(context) as EventDefinition[]),
  ...inboundEvents.values(),
];

/** What subscribers outside the city can hear. */
export const toldOutside: readonly EventDefinition[] = catalogue.filter(({ outside }) => outside);
