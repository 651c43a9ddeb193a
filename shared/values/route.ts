import type * as z from "zod/mini";

export const ROLES = [
  "enterprise",
  "school",
  "unit",
  "officer",
  "finance",
  "leader",
  "auditor",
  "partner",
  "admin",
] as const;
export type Role = (typeof ROLES)[number];

/** Whose data a role may touch: anyone's; or only its own, found at a pointer into the request or by the handler. */
export type Scope = { kind: "anyone" } | { kind: "own"; pointer: string } | { kind: "own-checked" };

export const anyone: Scope = { kind: "anyone" };
/** The caller's `org` must equal the value at `/params/x`, `/query/x` or `/body/x`. */
export const own = (pointer: string): Scope => ({ kind: "own", pointer });
/** The request does not name the owner; the handler looks it up and checks it with `assertOwner`. */
export const ownChecked: Scope = { kind: "own-checked" };

export type Access = "public" | Partial<Record<Role, Scope>>;

/** One operation of the public API. A route holds no code: gateway, authorisation, validation and OpenAPI read it. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: `/${string}`;
  /** Chinese, then English. */
  summary: string;
  access: Access;
  params?: z.ZodMiniType;
  query?: z.ZodMiniType;
  body?: z.ZodMiniType;
  /** A body that is not JSON (a bank's CSV): its media types. The handler gets `text`. */
  accepts?: readonly string[];
  /** Answers by status; `null` when the answer has no JSON body (a redirect, a page). */
  answers: Record<number, z.ZodMiniType | null>;
}

export type Routes = Record<string, Route>;

export const defineRoutes = <const R extends Routes>(routes: R): R => routes;
