import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authoriser } from "./authoriser.ts";
import type { RouteSpec } from "./blueprint.ts";
import { type Functions, RequestTooLarge } from "./functions.ts";
import { gatewayEvent } from "./gateway-event.ts";
import { Routing } from "./routing.ts";
import type { Outcome } from "./thread.ts";

/** Of a request to an HTTP API. */
const MOST_BYTES = 10 * 1024 * 1024;

export interface GatewayOptions {
  apiId: string;
  routes: readonly RouteSpec[];
  functions: Functions;
  authoriser: Authoriser;
  now: () => Date;
}

/** The app's HTTP API: routes, authorisers and integrations of the template. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #routing: Routing;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#routing = new Routing(options.routes);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomBytes(12).toString("base64url");
    response.setHeader("apigw-requestid", requestId);
    const url = request.url ?? "/";
    const method = request.method ?? "GET";
    const found = this.#routing.find(method, url.split("?")[0] ?? "/");
    if (!found) return refuse(response, 404, "Not Found");
    const body = await bodyOf(request);
    if (!body) {
      response.setHeader("connection", "close");
      return refuse(response, 413, "Request Entity Too Large");
    }
    const { route, key, parameters } = found;
    const verdict = route.authorizer
      ? await this.#options.authoriser.check(request.headers.authorization, route.authorizer)
      : null;
    if (verdict && "status" in verdict) {
      if (verdict.challenge) response.setHeader("www-authenticate", verdict.challenge);
      return refuse(response, verdict.status, verdict.status === 401 ? "Unauthorized" : "Forbidden");
    }
    const event = gatewayEvent({
      method,
      url,
      headers: request.headers,
      body,
      routeKey: key,
      pathParameters: parameters,
      ...(verdict ? { claims: verdict.claims } : {}),
      apiId: this.#options.apiId,
      requestId,
      now: this.#options.now(),
    });
    await this.#integrate(route, event, response);
  }

  async #integrate(route: RouteSpec, event: unknown, response: ServerResponse): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), route.timeoutMs);
    });
    try {
      const outcome = await Promise.race([this.#options.functions.invoke(route.functionName, event), late]);
      if (outcome === "late") refuse(response, 503, "Service Unavailable");
      else respond(outcome, response);
    } catch (cause) {
      if (!(cause instanceof RequestTooLarge)) throw cause;
      refuse(response, 413, "Request Entity Too Large");
    } finally {
      clearTimeout(timer);
    }
  }
}

interface Structured {
  statusCode?: unknown;
  headers?: Record<string, unknown>;
  cookies?: unknown;
  body?: unknown;
  isBase64Encoded?: unknown;
}

/** What a function answered, as the client gets it; an answer API Gateway cannot read is a 500. */
function respond(outcome: Outcome, response: ServerResponse): void {
  if ("error" in outcome) {
    refuse(response, 500, "Internal Server Error");
    return;
  }
  const answer = JSON.parse(outcome.answer) as Structured | null;
  if (typeof answer !== "object" || answer === null || answer.statusCode === undefined) {
    response.writeHead(200, { "content-type": "application/json" }).end(outcome.answer);
    return;
  }
  const status = Number(answer.statusCode);
  const { body = "", headers = {}, cookies = [] } = answer;
  const sound =
    Number.isInteger(status) &&
    status >= 100 &&
    status < 600 &&
    (typeof body === "string" || body === null) &&
    Array.isArray(cookies);
  if (!sound) {
    refuse(response, 500, "Internal Server Error");
    return;
  }
  response.statusCode = status;
  response.setHeader("content-type", "text/plain;charset=UTF-8");
  for (const [name, value] of Object.entries(headers ?? {})) {
    // the length is the gateway's own to say
    if (name.toLowerCase() !== "content-length" && value !== null && value !== undefined)
      response.setHeader(name, String(value));
  }
  if (cookies.length > 0) response.setHeader("set-cookie", cookies.map(String));
  response.end(Buffer.from(String(body ?? ""), answer.isBase64Encoded === true ? "base64" : "utf8"));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
}

/** @returns null when it is larger than API Gateway takes */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
