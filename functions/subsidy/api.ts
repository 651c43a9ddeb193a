import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { pageOf } from "../../shared/runtime/pages.ts";
import { notFound } from "../../shared/values/problem.ts";
import { draft, type PolicyRecord, publish, review, unconfirmedFields } from "./policy.ts";
import { policyRoutes } from "./routes.ts";
import { simulationPage, startSimulation } from "./simulation/request.ts";
import { subsidyStore } from "./store.ts";

const store = subsidyStore();
const now = () => systemClock.now();

export const handler = httpApi(policyRoutes, {
  listPolicies: async ({ query }) => {
    const policies = await store.policies();
    const items = policies
      .filter(({ policy }) => !query.scheme || policy.scheme === query.scheme)
      .map(viewOf);
    return answer(200, pageOf(items, query));
  },

  draftPolicy: async ({ body, caller }) => {
    const before = (await store.policy(body.scheme, body.version)) ?? null;
    const record = draft(before, body, { by: caller.sub, at: now().toISOString() });
    await store.saveDraft(record, before, now()).catch(changedMeanwhile);
    return answer(201, viewOf(record));
  },

  publishPolicy: async ({ params, caller }) => {
    const policies = await store.policies();
    const record = policies.find(
      ({ policy }) => policy.scheme === params.scheme && policy.version === params.version,
    );
    if (!record) throw noSuchVersion();
    const others = policies.filter((one) => one !== record && one.policy.scheme === params.scheme);
    const changed = publish(record, others, { by: caller.sub, at: now().toISOString() });
    await store.publish(changed, policies, now()).catch(changedMeanwhile);
    return answer(200, viewOf(changed[0] as PolicyRecord));
  },

  readPolicy: async ({ params }) => answer(200, viewOf(await knownVersion(params))),

  reviewPolicy: async ({ params, caller }) => {
    const record = await knownVersion(params);
    const reviewed = review(record, { by: caller.sub, at: now().toISOString() });
    await store.saveReview(reviewed, record, now()).catch(changedMeanwhile);
    return answer(200, viewOf(reviewed));
  },

  simulatePolicy: async ({ body, caller }) => {
    const jobId = await startSimulation(body, { by: caller.sub, at: now().toISOString() }, store);
    return answer(202, { jobId });
  },

  readSimulation: async ({ params, query }) => answer(200, await simulationPage(params.jobId, query, store)),
});

async function knownVersion({ scheme, version }: { scheme: string; version: string }) {
  const record = await store.policy(scheme, version);
  if (!record) throw noSuchVersion();
  return record;
}

const noSuchVersion = () => notFound("没有此政策版本", "There is no such policy version");

const viewOf = (record: PolicyRecord) => ({ ...record, unconfirmed: unconfirmedFields(record.policy) });
