import { log } from "../../shared/runtime/log.ts";

/** The API or the identity provider did not answer, or answered what nobody expects. */
export class Unavailable extends Error {
  override name = "Unavailable";
}

/** The log says why; the visitor's page only that. */
export function unavailable(what: string, cause: unknown): Unavailable {
  log.error("portal.unavailable", { operation: what }, cause);
  return new Unavailable(`${what} is unavailable`);
}
