import * as z from "zod/mini";
import { OBJECTION_STATUSES } from "./objection.ts";

/** How a line stands that somebody objects to; null where nobody does. */
export const objected = z.nullable(z.enum(OBJECTION_STATUSES));
