import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entries } from "../../../infra/bundle.ts";
import { BUNDLES } from "../../../infra/functions.ts";
import { synthesise } from "./city.ts";

const city = await synthesise();

/** How settings that name a resource are called; what else stands in capitals in a bundle is none. */
const SETTING =
  /["`]((?:[A-Z]+_)*(?:TABLE|BUCKET|CITY_NAME|TOPIC|QUEUE_URL|VAULT_KEY|PAYER|MAX_RECEIVES|API_URL|WEBHOOK_TARGETS|OIDC_[A-Z]+(?:_[A-Z]+)*))["`]/g;

/** Settings of Node and of its memory, which no code asks for. */
const OF_THE_PROCESS: ReadonlySet<string> = new Set(["NODE_OPTIONS", "MALLOC_ARENA_MAX"]);

const given = new Map(
  city.ofType("AWS::Lambda::Function").map(({ properties: { Description, Environment } }) => [
    Description as string,
    // Node's own, which no code asks for
    Object.keys(Environment?.Variables ?? {})
      .filter((name) => !OF_THE_PROCESS.has(name))
      .sort(),
  ]),
);

const bundles = Object.entries(entries()).map(([output, source]) => {
  const code = readFileSync(join(BUNDLES, `${output}.js`), "utf8");
  return {
    source,
    mentioned: [...new Set(Array.from(code.matchAll(SETTING), ([, name]) => name as string))].sort(),
  };
});

/** Settings that a bundle mentions in code which it never runs, and therefore neither gets nor may use. */
const NEVER_REACHED: Record<string, readonly string[]> = {
  // the store's changes of state belong to its neighbours; this one only notes shares
  "functions/attendance/progress.ts": ["AUDIT_TABLE", "FACTS_TOPIC"],
  "functions/attendance/rosters.ts": ["AUDIT_TABLE", "FACTS_TOPIC"],
  "functions/attendance/render.ts": ["AUDIT_TABLE", "FACTS_TOPIC"],
  // the front of reading knows people; counting a roster's answers does not
  "functions/attendance/answers.ts": ["VAULT_KEY", "VAULT_TABLE"],
  // it books nothing and publishes nothing, though its store could
  "functions/subsidy/simulate.ts": ["AUDIT_TABLE", "FACTS_TOPIC"],
  "functions/settlement/papers.ts": ["AUDIT_TABLE", "FACTS_TOPIC"],
  // nobody is told of a partner's registration
  "functions/partners/api.ts": ["FACTS_TOPIC"],
  "functions/partners/inbox.ts": ["AUDIT_TABLE", "FACTS_TOPIC"],
  "functions/partners/conclude.ts": ["AUDIT_TABLE", "FACTS_TOPIC"],
  // only that a check was begun is recorded; nobody is told
  "functions/settlement/ledger.ts": ["FACTS_TOPIC"],
  // a check changes no state that anybody is told of
  "functions/settlement/check.ts": ["AUDIT_TABLE", "FACTS_TOPIC"],
  // what it changes is recorded, and no context is told
  "functions/outbound/api.ts": ["FACTS_TOPIC"],
  // for the idempotency keys of writes with a token or a body, of which they have none
  "functions/platform/api.ts": ["TABLE"],
  "functions/attendance/rulebook.ts": ["TABLE"],
  "functions/portal/pages.ts": ["TABLE"],
};

describe("what a function is given and what its code asks for", () => {
  it.each(bundles.map((one) => [one.source, one] as const))(
    "%s gets nothing that it does not ask for",
    (source, { mentioned }) => {
      expect(given.get(source)?.filter((name) => !mentioned.includes(name))).toEqual([]);
    },
  );

  it.each(bundles.map((one) => [one.source, one] as const))(
    "%s gets everything that it asks for",
    (source, { mentioned }) => {
      const asked = mentioned.filter((name) => !NEVER_REACHED[source]?.includes(name));
      expect(asked.filter((name) => !given.get(source)?.includes(name))).toEqual([]);
    },
  );
});
