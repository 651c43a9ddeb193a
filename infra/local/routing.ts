import type { RouteSpec } from "./blueprint.ts";

export interface Match {
  route: RouteSpec;
  /** `POST /v1/x/{id}`, or `$default`. */
  key: string;
  /** Decoded. */
  parameters: Record<string, string>;
}

/** Finds routes as API Gateway does: plain segments before parameters before `{proxy+}` before `$default`. */
export class Routing {
  readonly #routes: readonly { route: RouteSpec; segments: string[] }[];

  constructor(routes: readonly RouteSpec[]) {
    this.#routes = routes
      .map((route) => ({ route, segments: segmentsOf(route.path) }))
      .sort((a, b) => compare(a, b));
  }

  find(method: string, path: string): Match | null {
    const asked = segmentsOf(path);
    for (const { route, segments } of this.#routes) {
      if (route.method !== "ANY" && route.method !== method) continue;
      if (route.path === "$default") return { route, key: "$default", parameters: {} };
      const parameters = match(segments, asked);
      if (parameters) return { route, key: `${route.method} ${route.path}`, parameters };
    }
    return null;
  }
}

const segmentsOf = (path: string): string[] => path.split("/").slice(1);

function match(segments: readonly string[], asked: readonly string[]): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(segment)?.[1];
    if (greedy) {
      if (asked.length <= at) return null;
      parameters[greedy] = asked.slice(at).map(decode).join("/");
      return parameters;
    }
    const given = asked[at];
    if (given === undefined) return null;
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name && given !== "") parameters[name] = decode(given);
    else if (decode(given) !== segment) return null;
  }
  return segments.length === asked.length ? parameters : null;
}

function compare(
  a: { route: RouteSpec; segments: string[] },
  b: { route: RouteSpec; segments: string[] },
): number {
  const longest = Math.max(a.segments.length, b.segments.length);
  for (let at = 0; at < longest; at++) {
    const difference = weight(a, at) - weight(b, at);
    if (difference !== 0) return difference;
  }
  return Number(a.route.method === "ANY") - Number(b.route.method === "ANY");
}

function weight({ route, segments }: { route: RouteSpec; segments: string[] }, at: number): number {
  if (route.path === "$default") return 4;
  const segment = segments[at];
  if (segment === undefined) return 0;
  if (segment.endsWith("+}")) return 3;
  return segment.startsWith("{") ? 2 : 1;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
