import { createHash } from "node:crypto";
import { defaultPolicy } from "../../functions/subsidy/policy.ts";
import { readTemplates, synthesise } from "../../infra/local/assembly.ts";
import { type Blueprint, readBlueprint } from "../../infra/local/blueprint.ts";
import { enterprise, people } from "../city/people.ts";
import { DISTRICTS, SCHOOLS } from "../city/units.ts";
import { registration, usccOf } from "../integration/one-enterprise.ts";
import { quickBundles } from "./engine/bundles.ts";
import { dice } from "./engine/chance.ts";
import { Engine } from "./engine/engine.ts";
import { Environments } from "./engine/environments.ts";
import { type Fault, Faults } from "./engine/faults.ts";
import { booksAreRight } from "./judge/books.ts";
import { ledgerIsRight } from "./judge/ledger.ts";
import { manifestsAreRight } from "./judge/manifests.ts";
import { moneyIsRight } from "./judge/money.ts";
import { Records } from "./judge/records.ts";
import { statesAreRight } from "./judge/states.ts";
import type { MemoryCloud } from "./memory/cloud.ts";
import { PORTS } from "./memory/wire.ts";
import { noFacts, type Scene } from "./plan/city.ts";
import { PatientClient } from "./plan/client.ts";
import type { Method } from "./plan/facts.ts";
import { live } from "./plan/story.ts";

const BEGIN = Date.parse("2026-06-01T08:00:00+08:00");

export interface Ending {
  seed: number;
  violations: string[];
  /** What went wrong, in its order. */
  faults: readonly string[];
  counts: ReadonlyMap<Fault, number>;
  /** What only some cities see. */
  seen: ReadonlyMap<string, number>;
  trace: readonly string[];
  /** Of the trace: two runs of a seed have the same. */
  fingerprint: string;
}

/** Everything that seeds share: the template, the warm functions, and a city that has been founded. */
export interface Ground {
  blueprint: Blueprint;
  environments: Environments;
  city: MemoryCloud;
}

/** @param real with the bundles of the cloud, AWS's own clients in them, some five times as slow */
export async function prepare({ real = false } = {}): Promise<Ground> {
  const folder = await synthesise();
  const templates = await readTemplates(folder, "https://identity.chaos.invalid/oidc");
  const queuesUrl = `http://127.0.0.1:${PORTS.sqs}`;
  const blueprint = readBlueprint(templates, folder, { queuesUrl, url: "http://api.chaos.invalid" });
  const environments = new Environments(real ? undefined : await quickBundles(blueprint.functions));
  const faults = new Faults(0, 0);
  const engine = new Engine({ seed: 0, begin: BEGIN, blueprint, environments, faults });
  await engine.run(founded(new PatientClient(engine, dice(0, "client"))));
  return { blueprint, environments, city: engine.cloud };
}

/**
 * Districts, a school, a policy, and a firm that does nothing else than to have an account: it makes the city's keys,
 * which warm functions keep from one city to the next.
 */
async function founded(client: PatientClient): Promise<void> {
  for (const { code, name, kind } of DISTRICTS)
    await client.call(people.officer, "POST", "/v1/units", { body: { code, name, kind, gbCode: code } });
  await client.call(people.officer, "POST", "/v1/schools", { body: SCHOOLS[0] });
  await client.call(people.officer, "POST", "/v1/policies", { body: defaultPolicy });
  const publish = `/v1/policies/${defaultPolicy.scheme}/${defaultPolicy.version}/publish`;
  await client.call(people.secondOfficer, "POST", publish);
  const uscc = usccOf(99);
  await client.call(enterprise(uscc), "POST", "/v1/enterprises", { body: registration(uscc) });
}

export interface SeedOptions {
  /** Heeds so many faults at most. */
  most?: number | undefined;
  /** Done to the city before it is judged. */
  tamper?: (engine: Engine) => void;
}

/** Lives one seed to its end and judges it. */
export async function runSeed(
  { blueprint, environments, city }: Ground,
  seed: number,
  { most, tamper }: SeedOptions = {},
): Promise<Ending> {
  const faults = new Faults(seed, most);
  const engine = new Engine({ seed, begin: BEGIN + 3_600_000, blueprint, environments, faults, from: city });
  const scene: Scene = {
    ...{ engine, facts: noFacts(), roll: dice(seed, "plan"), announcing: Promise.resolve(), bank: new Map() },
    client: new PatientClient(engine, dice(seed, "client")),
  };
  const { version, effectiveFrom: from, rateFen, lateMonths, partialMonth } = defaultPolicy;
  scene.facts.policies.push({ version, from, rateFen, lateMonths, method: partialMonth as Method });
  const lived = async (): Promise<string[]> => {
    await live(scene);
    tamper?.(engine);
    return [...judged(scene), ...(await ledgerIsRight(scene))];
  };
  const violations = await engine.run(lived()).catch((cause: Error) => [`plan: ${cause.message}`]);
  const { list, counts } = faults;
  const fingerprint = createHash("sha256").update(engine.trace.join("\n")).digest("hex").slice(0, 16);
  const { seen } = scene.facts;
  return { seed, violations, faults: list, counts, seen, trace: engine.trace, fingerprint };
}

function judged({ engine, facts, bank }: Scene): string[] {
  const records = new Records(engine);
  return [
    ...booksAreRight(facts, records),
    ...manifestsAreRight(records),
    ...moneyIsRight(facts, bank, records),
    ...statesAreRight(facts, records, engine),
  ];
}
