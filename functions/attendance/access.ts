import type { Caller } from "../../shared/runtime/context.ts";
import { Problem } from "../../shared/values/problem.ts";
import { placementQueries } from "../placement/queries.ts";
import { registryQueries } from "../registry/queries.ts";
import type { Upload } from "./upload.ts";

/**
 * Whose word an upload will be. A school may speak of attendance at an enterprise where it has students placed.
 * @throws Problem 422 for an enterprise that is not registered, 403 for a school without students there
 */
export async function assertMayAnnounce(
  caller: Caller,
  uscc: string,
  kind: Upload["kind"],
): Promise<Upload["source"]> {
  await assertKnown(uscc);
  const own = caller.roles.includes("enterprise") && caller.org === uscc;
  if (own || caller.roles.includes("officer")) return "enterprise";
  if (!caller.roles.includes("school")) throw foreign();
  // its roster is what places its first students there
  if (kind === "roster") return "school";
  if (!(await placementQueries().hasPlaced(caller.org ?? "", uscc))) throw foreign();
  return "school";
}

/** @throws Problem 422 for an enterprise that is not registered */
export async function assertKnown(uscc: string): Promise<void> {
  const enterprise = await registryQueries().enterprise(uscc);
  if (!enterprise || enterprise.status === "rejected") throw unknownEnterprise();
}

/** Officers see every upload, an enterprise or a school those of its own people. @throws Problem 403 */
export function assertMaySee(caller: Caller, upload: Upload): void {
  const role = upload.source === "school" ? "school" : "enterprise";
  const own = caller.roles.includes(role) && caller.org !== null && caller.org === upload.announcedFor;
  if (!own && !caller.roles.includes("officer")) throw foreign();
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
