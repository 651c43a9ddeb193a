import { routes as assessment } from "../functions/assessment/routes.ts";
import { routes as attendance } from "../functions/attendance/routes.ts";
import { routes as outbound } from "../functions/outbound/routes.ts";
import { routes as partners } from "../functions/partners/routes.ts";
import { routes as placement } from "../functions/placement/routes.ts";
import { routes as platform } from "../functions/platform/routes.ts";
import { routes as portal } from "../functions/portal/routes.ts";
import { routes as registry } from "../functions/registry/routes.ts";
import { routes as settlement } from "../functions/settlement/routes.ts";
import { routes as subsidy } from "../functions/subsidy/routes.ts";
import type { Routes } from "../shared/values/route.ts";
import type { Context } from "./functions.ts";

/** What each context answers; from here come the gateway's routes and the API's own description. */
export const routes: Readonly<Record<Context, Routes>> = {
  registry,
  placement,
  attendance,
  subsidy,
  settlement,
  assessment,
  partners,
  outbound,
  platform,
  portal,
};
