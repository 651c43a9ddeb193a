import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { shanghaiDate } from "../../shared/values/period.ts";
import { registryQueries } from "../registry/queries.ts";
import { latestToPublish, notAssessed, notPublished } from "./publication.ts";
import { pageOfRanking } from "./ranking.ts";
import { assertReportable, nextReport } from "./report.ts";
import { routes } from "./routes.ts";
import { assessmentStore } from "./store.ts";
import { examineForm, noTargets, seenBy } from "./targets-form.ts";

const store = assessmentStore();
const registry = registryQueries();
const now = () => systemClock.now();

export const handler = httpApi(routes, {
  setTargets: async ({ params, body }) => {
    const { document, warnings } = await examineForm(body, registry);
    const current = await store.targets(params.year);
    const next = { year: params.year, version: (current?.version ?? 0) + 1, ...document };
    await store.setTargets(next, now()).catch(changedMeanwhile);
    return answer(200, { ...next, warnings });
  },

  getTargets: async ({ params, caller }) => {
    const targets = await store.targets(params.year);
    if (!targets) throw noTargets(params.year);
    return answer(200, seenBy(caller, targets));
  },

  reportActual: async ({ body, caller }) => {
    const at = now();
    assertReportable(body, await store.targets(body.period.slice(0, 4)), shanghaiDate(at));
    const standing = await store.report(body.period, body.unitId, body.code);
    const report = nextReport(body, standing, caller.sub, at.toISOString());
    if (report !== standing) {
      await store.putReport(report, standing?.value ?? null, at).catch(changedMeanwhile);
    }
    return answer(201, report);
  },

  listAssessments: async ({ params, query, caller }) => {
    const revision = (await store.head(params.period))?.revision ?? 0;
    if (caller.roles.includes("leader")) {
      const found = await store.assessments(params.period, revision, query.limit ?? 100, query.cursor);
      const items = found.items.map((assessment) => ({ ...assessment, revision }));
      return answer(200, { items, cursor: found.cursor });
    }
    const own = await store.assessment(params.period, revision, caller.org ?? "");
    return answer(200, { items: own ? [{ ...own, revision }] : [], cursor: null });
  },

  getAssessment: async ({ params: { period, unitId } }) => {
    const revision = (await store.head(period))?.revision ?? 0;
    const assessment = await store.assessment(period, revision, unitId);
    if (!assessment) throw notAssessed();
    return answer(200, { ...assessment, revision });
  },

  publishRanking: async ({ params: { period }, query, caller }) => {
    const at = now();
    const revision = latestToPublish(await store.head(period), query.revision);
    const current = await store.publication(period);
    if (current?.revision === revision) return answer(200, current);
    const version = (current?.version ?? 0) + 1;
    const next = { period, revision, publishedAt: at.toISOString(), publishedBy: caller.sub, version };
    await store.publish(next, current?.revision ?? null, at).catch(changedMeanwhile);
    return answer(200, next);
  },

  getRanking: async ({ params: { period }, query }) => {
    const publication = query.revision
      ? await store.published(period, query.revision)
      : await store.publication(period);
    if (!publication) throw notPublished();
    const { revision, publishedAt } = publication;
    const places = await store.allAssessments(period, revision);
    const found = pageOfRanking(places, period, revision, query);
    return answer(200, { ...found, period, revision, publishedAt });
  },
});
