import type { Caller } from "../../shared/runtime/context.ts";
import { Problem } from "../../shared/values/problem.ts";
import { placementQueries } from "../placement/queries.ts";
import { registryQueries } from "../registry/queries.ts";
import type { Upload } from "./upload.ts";

/**
 * Whose word an upload will be. A school may speak for an enterprise where it has students placed.
 * @throws Problem 422 for an enterprise that is not registered, 403 for a school without students there
 */
export async function assertMayAnnounce(caller: Caller, uscc: string): Promise<Upload["source"]> {
  const enterprise = await registryQueries().enterprise(uscc);
  if (!enterprise || enterprise.status === "rejected") throw unknownEnterprise();
  const asSchool =
    caller.roles.includes("school") &&
    !caller.roles.some((role) => role === "enterprise" || role === "officer");
  if (!asSchool) return "enterprise";
  const placements = await placementQueries().placementsOf(uscc);
  if (!placements.some(({ schoolCode }) => schoolCode === caller.org)) throw foreign();
  return "school";
}

/** Officers see every upload; an enterprise its own; a school what it announced itself. @throws Problem 403 */
export function assertMaySee(caller: Caller, upload: Upload): void {
  if (caller.roles.includes("officer")) return;
  if (caller.roles.includes("enterprise") && caller.org === upload.uscc) return;
  if (caller.roles.includes("school") && caller.sub === upload.announcedBy) return;
  throw foreign();
}

const unknownEnterprise = () =>
  new Problem({
    status: 422,
    code: "unknown-enterprise",
    zh: "企业未登记",
    en: "The enterprise is not registered",
    pointer: "/uscc",
  });

const foreign = () =>
  new Problem({
    status: 403,
    code: "foreign-organisation",
    zh: "只能查看和办理本单位的数据",
    en: "An organisation sees and changes its own data only",
  });
