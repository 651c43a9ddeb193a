import type { Result } from "../facts.ts";
import type { Support } from "../schemes/scheme.ts";
import type { Application } from "./application.ts";
import type { ApplicationStore } from "./application-store.ts";
import { schemeOf } from "./apply.ts";
import { alreadySupports, type Claim } from "./claims.ts";

/**
 * What new results rest on and the application does not hold yet: certificates, each of which is one person's, once in
 * the city. Whoever names a number holds it; results corrected or a class revoked have let go of it.
 * @throws Problem 409 naming a certificate that another application's results name
 */
export async function claimsFor(
  application: Application,
  results: readonly Result[],
  store: ApplicationStore,
): Promise<Claim[]> {
  const own = new Set(namedBy(application).map(({ id }) => id));
  const wanted = supportsOf(application, results).filter(({ id }) => !own.has(id));
  const noted = new Map((await store.supports(wanted)).map((one) => [one.supportId, one]));
  const holders = await store.some([...noted.values()].map(({ applicationId }) => applicationId));
  const named = new Set(
    holders
      .filter(({ id }) => id !== application.id)
      .flatMap(namedBy)
      .map(({ id }) => id),
  );
  const taken = wanted.find(({ id }) => named.has(id));
  if (taken) throw alreadySupports(taken);
  return wanted.map((support) => ({ support, version: noted.get(support.id)?.version ?? 0 }));
}

/** The certificates in results that count or wait for confirmation. */
const namedBy = (application: Application): Support[] =>
  application.status === "revoked"
    ? []
    : [application.posted, application.results].flatMap((one) => supportsOf(application, one?.people ?? []));

const supportsOf = ({ form }: Application, results: readonly Result[]): Support[] =>
  schemeOf(form).supportsOfResults(results);
