import middy from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Route, Routes } from "../values/route.ts";
import { metered } from "./capacity.ts";
import { systemClock } from "./clock.ts";
import { setting } from "./config.ts";
import { runAs, systemCaller } from "./context.ts";
import type { Answer, HttpEvent, Request } from "./exchange.ts";
import { once } from "./idempotency.ts";
import { callerOf, requireReach, requireRole } from "./identity.ts";
import { log } from "./log.ts";
import { problemAnswer, SECURITY_HEADERS } from "./problems.ts";
import { readRequest, validAnswer } from "./requests.ts";
import { openTable } from "./table.ts";

export type { Answer, HttpEvent } from "./exchange.ts";
export { answer, seeOther } from "./exchange.ts";

export type Handlers<R extends Routes> = {
  [Operation in keyof R]: (request: Request<R[Operation]>) => Promise<Answer>;
};

/**
 * Binds a context's operations to their handlers and gives the Lambda handler of its API: authorisation,
 * validation both ways, idempotency keys, problem documents and one log line per call.
 */
export function httpApi<const R extends Routes>(routes: R, handlers: Handlers<R>) {
  const operations = new Map(
    Object.entries(routes).map(([name, route]) => [`${route.method} ${route.path}`, { name, route }]),
  );
  const stack = middy<HttpEvent, APIGatewayProxyStructuredResultV2>(async (event: HttpEvent) => {
    const found = operations.get(event.routeKey);
    if (!found) throw new Error(`No operation is bound to ${event.routeKey}`);
    const run = handlers[found.name] as (request: unknown) => Promise<Answer>;
    return respond(found.route, await perform(found.name, found.route, event, run));
  })
    .onError((request) => {
      request.response = problemAnswer(request.error, request.event);
    })
    .after((request) => {
      request.response = {
        ...request.response,
        headers: { ...SECURITY_HEADERS, ...request.response?.headers },
      };
    });

  return async (event: HttpEvent, context: unknown): Promise<APIGatewayProxyStructuredResultV2> => {
    const started = performance.now();
    const correlationId = correlationOf(event);
    const caller = callerOf(event.requestContext.authorizer?.jwt?.claims) ?? {
      ...systemCaller(),
      sub: "public",
    };
    return runAs({ correlationId, caller }, async () => {
      const response = (await metered(() =>
        stack(event, context as never),
      )) as APIGatewayProxyStructuredResultV2;
      const operation = operations.get(event.routeKey)?.name ?? event.routeKey;
      log.info("request", {
        operation,
        status: response.statusCode ?? 0,
        ms: Math.round(performance.now() - started),
      });
      return { ...response, headers: { ...response.headers, "x-correlation-id": correlationId } };
    });
  };
}

async function perform(
  name: string,
  route: Route,
  event: HttpEvent,
  run: (request: unknown) => Promise<Answer>,
) {
  const caller = callerOf(event.requestContext.authorizer?.jwt?.claims);
  requireRole(route.access, caller);
  const request = readRequest(route, event);
  requireReach(route.access, caller, request);
  const known = caller ?? { sub: "public", roles: [], org: null };
  const work = async () => declared(route, await run({ ...request, caller: known, headers: event.headers }));
  const key = event.headers["idempotency-key"];
  if (!key || route.method === "GET" || !(caller || route.body)) return work();
  const keyed = {
    key,
    // whoever calls without a token shares one name with all others who do
    sub: known.sub,
    operation: name,
    request: [request.params, request.query, request.text],
    now: systemClock.now(),
  };
  return once(openTable(setting("TABLE")), keyed, work);
}

/** An answer cut to what the route declares; also what a replay is given later. */
function declared(route: Route, answer: Answer): Answer {
  const schema = route.answers[answer.status];
  if (schema === undefined)
    throw new Error(`${route.method} ${route.path} does not declare the answer ${answer.status}`);
  return schema === null ? answer : { ...answer, body: validAnswer(schema, answer.body) };
}

function respond(
  route: Route,
  { status, body, headers, cookies }: Answer,
): APIGatewayProxyStructuredResultV2 {
  const common = { statusCode: status, ...(cookies ? { cookies } : {}) };
  if (route.answers[status] === null)
    return { ...common, headers: headers ?? {}, body: typeof body === "string" ? body : "" };
  const json = { "content-type": "application/json; charset=utf-8" };
  return { ...common, headers: { ...json, ...headers }, body: JSON.stringify(body) };
}

/** The caller's own id is taken over when it is harmless; otherwise the gateway's. */
function correlationOf(event: HttpEvent): string {
  const given = event.headers["x-correlation-id"];
  return given && /^[\w.-]{8,64}$/.test(given) ? given : event.requestContext.requestId;
}
