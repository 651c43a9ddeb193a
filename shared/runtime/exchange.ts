import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import type * as z from "zod/mini";
import type { Route } from "../values/route.ts";
import type { Caller } from "./context.ts";

export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** What a handler gets: everything parsed by the route's schemas. */
export interface Request<R extends Route> {
  params: R["params"] extends z.ZodMiniType ? z.infer<R["params"]> : Record<string, never>;
  query: R["query"] extends z.ZodMiniType ? z.infer<R["query"]> : Record<string, never>;
  body: R["body"] extends z.ZodMiniType ? z.infer<R["body"]> : undefined;
  /** The body as it came, for routes that accept other media types than JSON. */
  text: string;
  caller: Caller;
  headers: Record<string, string | undefined>;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  cookies?: string[];
}

export const answer = (status: number, body?: unknown): Answer => ({ status, body });
export const seeOther = (location: string): Answer => ({ status: 303, headers: { location } });
