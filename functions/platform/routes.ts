import * as z from "zod/mini";
import { anyone, defineRoutes } from "../../shared/values/route.ts";
import { count, instant, text } from "../../shared/values/schemas.ts";

/** Jobs are the city's own work; their results are totals. */
const officials = {
  officer: anyone,
  finance: anyone,
  leader: anyone,
  auditor: anyone,
  admin: anyone,
} as const;

const health = z.object({
  status: z.enum(["ok", "degraded"]),
  now: instant,
  dependencies: z.array(z.object({ name: z.string(), status: z.enum(["up", "down"]), ms: count })),
});

const job = z.object({
  jobId: z.string(),
  kind: z.string(),
  status: z.enum(["running", "done", "failed"]),
  startedAt: z.string(),
  endedAt: z.nullable(z.string()),
  result: z.unknown(),
  problem: z.nullable(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
});

export const routes = defineRoutes({
  health: {
    method: "GET",
    path: "/health",
    summary: "运行状况 Health",
    access: "public",
    answers: { 200: health, 503: health },
  },
  openApi: {
    method: "GET",
    path: "/v1/openapi.json",
    summary: "接口说明 This API's own description",
    access: "public",
    answers: { 200: null },
  },
  asyncApi: {
    method: "GET",
    path: "/v1/asyncapi.json",
    summary: "事件说明 The description of the events",
    access: "public",
    answers: { 200: null },
  },
  readJob: {
    method: "GET",
    path: "/v1/jobs/{id}",
    summary: "长任务的进展与结果 Progress and result of long work",
    access: officials,
    params: z.object({ id: text(60) }),
    answers: { 200: job },
  },
});
