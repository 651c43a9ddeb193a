import * as assessment from "./assessment.ts";
import * as attendance from "./attendance.ts";
import type { EventDefinition } from "./envelope.ts";
import * as partner from "./partner.ts";
import * as placement from "./placement.ts";
import * as registry from "./registry.ts";
import * as settlement from "./settlement.ts";
import * as subsidy from "./subsidy.ts";

/** Every fact and command of the city: who tells it, and which queues hear it. */
export const catalogue: readonly EventDefinition[] = [
  registry,
  placement,
  attendance,
  subsidy,
  settlement,
  assessment,
  partner,
].flatMap((context) => Object.values(context) as EventDefinition[]);

/** What subscribers outside the city can hear. */
export const toldOutside: readonly EventDefinition[] = catalogue.filter(({ outside }) => outside);
