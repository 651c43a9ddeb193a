import type { Fact } from "../../../events/envelope.ts";
import type { CertificateIssued, ClassOpened } from "../../../events/inbound/subsidy.ts";
import { changedMeanwhile } from "../../../shared/runtime/conflicts.ts";
import { Problem } from "../../../shared/values/problem.ts";
import { placementQueries } from "../../placement/queries.ts";
import type { Result } from "../facts.ts";
import type { ClassForm } from "../schemes/apprenticeship/form.ts";
import { type Actor, type Application, withResults } from "./application.ts";
import type { ApplicationStore } from "./application-store.ts";
import { apply, assertResults } from "./apply.ts";
import { claimsFor } from "./certificates.ts";

type Opened = Fact<typeof ClassOpened>["data"];
type Issued = Fact<typeof CertificateIssued>["data"];

/**
 * Applies for a class as its training institution tells it; a class that is applied for already stays as it is.
 * @throws Problem 422 for somebody who is no apprentice of the enterprise then, and whatever the API refuses
 */
export async function applyForClass(opened: Opened, by: Actor, store: ApplicationStore): Promise<void> {
  const { apprentices, ...told } = opened;
  const placementIds = await placementsOf(opened);
  const form: ClassForm = { scheme: "apprenticeship", ...told, placementIds };
  const known = await store.applicationsOf(opened.uscc);
  if (known.some((one) => one.appliedBy === by.sub && isSame(one, form))) return;
  await apply(form, by, store);
}

function isSame(application: Application, other: ClassForm): boolean {
  const form = classFormOf(application);
  if (!form || application.status === "rejected") return false;
  const { level, opensOn, placementIds } = form;
  return (
    level === other.level && opensOn === other.opensOn && placementIds.join() === other.placementIds.join()
  );
}

const classFormOf = ({ form }: Application): ClassForm | null =>
  form.scheme === "apprenticeship" ? (form as ClassForm) : null;

/** Each apprentice's placement with the enterprise on the day that the class opens. */
async function placementsOf({ uscc, opensOn, apprentices }: Opened): Promise<string[]> {
  const there = (await placementQueries().placementsOf(uscc)).filter(
    ({ scheme, start, end }) => scheme === "apprenticeship" && start <= opensOn && end >= opensOn,
  );
  const byPerson = new Map(there.map(({ personId, placementId }) => [personId, placementId]));
  return apprentices.map(({ personId }, index) => {
    const placementId = byPerson.get(personId);
    if (!placementId) throw notAnApprentice(index);
    return placementId;
  });
}

/**
 * Posts an apprentice's certificate as a result of their class. Whoever of the class has none yet was trained without
 * one, until it comes; an officer confirms when all are there.
 * @throws Problem 422 when no approved class trains the person to that level
 */
export async function postCertificate(issued: Issued, by: Actor, store: ApplicationStore): Promise<void> {
  const application = await classOf(issued, store);
  const { placementId } = application.people.find(
    ({ personId }) => personId === issued.person.personId,
  ) as Application["people"][number];
  const before = (application.posted ?? application.results)?.people ?? [];
  const results = application.people.map(
    (one): Result =>
      one.placementId === placementId
        ? { placementId, outcome: "passed", certificateNo: issued.certificateNo }
        : (before.find((other) => other.placementId === one.placementId) ?? {
            placementId: one.placementId,
            outcome: "trained",
          }),
  );
  assertResults(application, results);
  const next = withResults(application, results, by);
  const claimed = await claimsFor(application, results, store);
  const change = { action: "application.results-posted", from: application.status, claimed };
  await store.change(next, change, by.at).catch(changedMeanwhile);
}

async function classOf({ uscc, person, level }: Issued, store: ApplicationStore): Promise<Application> {
  const found = (await store.applicationsOf(uscc)).find(
    (one) =>
      one.status === "approved" &&
      classFormOf(one)?.level === level &&
      one.people.some(({ personId }) => personId === person.personId),
  );
  if (!found) throw noClass();
  return found;
}

const notAnApprentice = (index: number) =>
  new Problem({
    status: 422,
    code: "unknown-placement",
    zh: `第 ${index + 1} 人开班当日不是该企业登记的学徒`,
    en: `Number ${index + 1} is no apprentice of the enterprise on the day the class opens`,
    pointer: `/apprentices/${index}`,
  });

const noClass = () =>
  new Problem({
    status: 422,
    code: "unknown-class",
    zh: "没有此人在该企业、该等级的已批准培训班",
    en: "No approved class of the enterprise trains this person to that level",
  });
