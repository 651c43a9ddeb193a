import { Problem } from "../../../shared/values/problem.ts";
import { placementQueries } from "../../placement/queries.ts";
import { registryQueries } from "../../registry/queries.ts";
import type { ApplicationForm, Result } from "../facts.ts";
import { applicationSchemes } from "../schemes/index.ts";
import type { ApplicationScheme, Finding, PolicyHead, Support } from "../schemes/scheme.ts";
import { type Actor, type Application, applied } from "./application.ts";
import type { ApplicationStore } from "./application-store.ts";

/** The scheme that an application is made for, as the room sees any of them. */
export function schemeOf({ scheme }: ApplicationForm): ApplicationScheme<PolicyHead> {
  const found = applicationSchemes.find(({ id }) => id === scheme);
  if (!found) throw new RangeError(`Nobody applies for ${scheme}`);
  return found as unknown as ApplicationScheme<PolicyHead>;
}

/**
 * Takes an application in.
 * @throws Problem 422 for what cannot be right or is not registered, 409 for what supports another application
 */
export async function apply(form: ApplicationForm, by: Actor, store: ApplicationStore): Promise<Application> {
  const scheme = schemeOf(form);
  refuse(scheme.examineForm(form));
  await assertRegistered(form.uscc);
  const people = await apprenticesOf(form, scheme.placementsOf(form));
  const application = applied(form, people, await store.nextNumber(form.uscc), by);
  await store.add(application, scheme.supportsOf(form), by.at);
  return application;
}

/** What an application lets go of by what was decided on it. */
export function releasedBy({ form, status }: Application): Support[] {
  const scheme = schemeOf(form);
  const lets = status === "rejected" || (status === "revoked" && scheme.releasedWhenRevoked);
  return lets ? scheme.supportsOf(form) : [];
}

/** @throws Problem 422 where results don't fit the application, or it takes none */
export function assertResults({ form }: Application, results: readonly Result[]): void {
  const { examineResults } = schemeOf(form);
  if (examineResults === null) throw takesNone();
  refuse(examineResults(form, results));
}

function refuse(findings: readonly Finding[]): void {
  const [first] = findings;
  if (first) throw new Problem({ status: 422, ...first, extra: { findings } });
}

async function assertRegistered(uscc: string): Promise<void> {
  const enterprise = await registryQueries().enterprise(uscc);
  if (enterprise && enterprise.status !== "rejected") return;
  const [zh, en] = ["企业未登记", "The enterprise is not registered"];
  throw new Problem({ status: 422, code: "unknown-enterprise", zh, en, pointer: "/uscc" });
}

/** Who the placements are; each has to be the enterprise's own, under the scheme applied for. */
async function apprenticesOf(
  { uscc, scheme }: ApplicationForm,
  ids: readonly string[],
): Promise<Application["people"]> {
  if (ids.length === 0) return [];
  const found = await placementQueries().placements(ids);
  const own = new Map(
    found
      .filter((placement) => placement.placementId.startsWith(uscc) && placement.scheme === scheme)
      .map(({ placementId, personId }) => [placementId, personId]),
  );
  return ids.map((placementId, index) => {
    const personId = own.get(placementId);
    if (personId === undefined) throw notPlaced(index);
    return { placementId, personId };
  });
}

const notPlaced = (index: number) =>
  new Problem({
    status: 422,
    code: "unknown-placement",
    zh: "不是本企业登记的学徒",
    en: "Not an apprentice that the enterprise has placed",
    pointer: `/placementIds/${index}`,
  });

const takesNone = () =>
  new Problem({
    status: 409,
    code: "no-results-expected",
    zh: "此类申请没有结业结果",
    en: "Applications of this kind have no results",
  });
