import { systemClock } from "../../shared/runtime/clock.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { readJob } from "../../shared/runtime/jobs.ts";
import { shanghaiTime } from "../../shared/values/period.ts";
import { notFound } from "../../shared/values/problem.ts";
import { description } from "./description.ts";
import { checkDependencies } from "./health.ts";
import { routes } from "./routes.ts";

const DESCRIBING = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "public, max-age=300",
};

export const handler = httpApi(routes, {
  health: async () => {
    const dependencies = await checkDependencies();
    const well = dependencies.every(({ status }) => status === "up");
    const now = shanghaiTime(systemClock.now());
    return answer(well ? 200 : 503, { status: well ? "ok" : "degraded", now, dependencies });
  },

  openApi: async () => ({ status: 200, body: description("openapi.json"), headers: DESCRIBING }),

  asyncApi: async () => ({ status: 200, body: description("asyncapi.json"), headers: DESCRIBING }),

  readJob: async ({ params }) => {
    const job = await readJob(params.id);
    if (!job) throw notFound("没有此任务", "There is no such job");
    return answer(200, job);
  },
});
