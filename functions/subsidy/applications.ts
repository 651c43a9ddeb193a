import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import type { Caller } from "../../shared/runtime/context.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { assertOwner } from "../../shared/runtime/identity.ts";
import { pageOf } from "../../shared/runtime/pages.ts";
import { notFound } from "../../shared/values/problem.ts";
import {
  type Actor,
  type Application,
  confirmed,
  decided,
  monthsOf,
  withResults,
} from "./application/application.ts";
import { applicationStore } from "./application/application-store.ts";
import { apply, assertResults, releasedBy } from "./application/apply.ts";
import { claimsFor } from "./application/certificates.ts";
import { applicationRoutes as routes } from "./routes.ts";

const store = applicationStore();
const acting = ({ sub }: Caller): Actor => ({ sub, at: systemClock.now() });

/** Answered apart from the policies: applications look enterprises and apprentices up in other contexts. */
export const handler = httpApi(routes, {
  applyForSubsidy: async ({ body, caller }) => {
    const { id, status } = await apply(body, acting(caller), store);
    return answer(201, { id, status });
  },

  getApplication: async ({ params, caller }) => {
    const application = await existing(params.id);
    assertOwner(routes.getApplication.access, caller, application.uscc);
    return answer(200, viewOf(application));
  },

  listApplications: async ({ params, query }) =>
    answer(200, pageOf((await store.applicationsOf(params.uscc)).map(viewOf), query)),

  decideApplication: async ({ params, body, caller }) => {
    const [application, by] = [await existing(params.id), acting(caller)];
    const next = decided(application, body, by);
    const change = {
      action: `application.${next.status}`,
      from: application.status,
      released: releasedBy(next),
    };
    await store.change(next, change, by.at).catch(changedMeanwhile);
    return answer(200, viewOf(next));
  },

  postResults: async ({ params, body, caller }) => {
    const [application, by] = [await existing(params.id), acting(caller)];
    assertOwner(routes.postResults.access, caller, application.uscc);
    const next = withResults(application, body.results, by);
    assertResults(application, body.results);
    const claimed = await claimsFor(application, body.results, store);
    const change = { action: "application.results-posted", from: application.status, claimed };
    await store.change(next, change, by.at).catch(changedMeanwhile);
    return answer(200, viewOf(next));
  },

  confirmResults: async ({ params, caller }) => {
    const [application, by] = [await existing(params.id), acting(caller)];
    const next = confirmed(application, by);
    const change = { action: "application.results-confirmed", from: application.status };
    await store.change(next, change, by.at).catch(changedMeanwhile);
    return answer(200, viewOf(next));
  },
});

async function existing(id: string): Promise<Application> {
  const application = await store.application(id);
  if (!application) throw notFound("没有此申请", "There is no such application");
  return application;
}

function viewOf(application: Application) {
  const { id, uscc, form, status, appliedAt, documentNo, reason, posted, results } = application;
  const latest = posted ?? results;
  return {
    id,
    uscc,
    scheme: form.scheme,
    status,
    form,
    appliedAt,
    approvedPeriod: monthsOf(application)[0] ?? null,
    documentNo,
    reason,
    results: latest && { status: posted ? "posted" : "confirmed", people: latest.people },
  };
}
