import { systemClock } from "../../shared/runtime/clock.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { notFound } from "../../shared/values/problem.ts";
import { overviewOf } from "./month/overview.ts";
import { hasReached } from "./month/period.ts";
import { decideObjection, fileObjection, objectionView } from "./publicity/object.ts";
import { publicityPage } from "./publicity/publicity.ts";
import { publicityRoutes } from "./publicity/routes.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();
const now = () => systemClock.now();

/** Answers the public, apart from finance's routes. What is said in an objection speaks of people, and is sealed. */
export const handler = httpApi(publicityRoutes, {
  getOverview: async ({ query }) => answer(200, await overviewOf(query.period, store, now())),

  getPublicity: async ({ params, query: { limit = 100, cursor } }) => {
    if (!hasReached(await store.period(params.period), "published"))
      throw notFound("该月尚未公示", "The month is not published yet");
    return answer(200, await publicityPage(params.period, limit, cursor, store));
  },

  fileObjection: async ({ params, body }) => {
    const { id, status } = await fileObjection({ ...params, ...body }, store, now());
    return answer(201, { id, status });
  },

  listObjections: async ({ params, query: { limit = 100, cursor }, caller }) => {
    const [found, vault] = [await store.objectionPage(params.period, limit, cursor), await openVault()];
    const officer = caller.roles.includes("officer");
    const items = found.items.map((objection) => objectionView(objection, officer, vault));
    return answer(200, { items, cursor: found.cursor });
  },

  decideObjection: async ({ params, body, caller }) => {
    const objection = await decideObjection(params.id, body, caller.sub, store, now());
    return answer(200, objectionView(objection, true, await openVault()));
  },
});
