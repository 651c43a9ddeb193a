import { Problem } from "../values/problem.ts";
import { type Access, ROLES, type Role, type Scope } from "../values/route.ts";
import type { Caller } from "./context.ts";

type Claims = Record<string, unknown>;

/** API Gateway hands claims on as text, an array as `[finance officer]`; other gateways keep the array. */
export function callerOf(claims: Claims | undefined): Caller | null {
  if (!claims || typeof claims["sub"] !== "string") return null;
  const claimed = listOf(claims["roles"]);
  const org = typeof claims["org"] === "string" && claims["org"] !== "" ? claims["org"] : null;
  return { sub: claims["sub"], roles: ROLES.filter((role) => claimed.includes(role)), org };
}

function listOf(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  return typeof claim === "string"
    ? claim
        .replace(/^\[|\]$/g, "")
        .split(/[\s,"]+/)
        .filter(Boolean)
    : [];
}

/** What of a request ownership is read from. */
export type Addressed = { params: unknown; query: unknown; body: unknown };

/** Asked before the request is read: may any of the caller's roles do this at all? @throws Problem 401, 403 */
export function requireRole(access: Access, caller: Caller | null): void {
  if (access === "public") return;
  if (!caller) throw new Problem({ status: 401, code: "no-token", zh: "请先登录", en: "Sign in first" });
  if (scopesOf(access, caller).length === 0) throw missingRole(Object.keys(access) as Role[]);
}

/** Asked once the request is read: is it the caller's own data, where the route says so? @throws Problem 403 */
export function requireReach(access: Access, caller: Caller | null, request: Addressed): void {
  if (access === "public" || !caller) return;
  if (!scopesOf(access, caller).some((scope) => reaches(scope, caller, request))) throw foreignOrganisation();
}

const scopesOf = (access: Partial<Record<Role, Scope>>, caller: Caller): Scope[] =>
  caller.roles.map((role) => access[role]).filter((scope) => scope !== undefined);

/** For routes whose owner only the handler knows: may this caller, by this route, touch that organisation's data? */
export function assertOwner(access: Access, caller: Caller, owner: string): void {
  if (access === "public") return;
  const free = caller.roles.some((role) => access[role]?.kind === "anyone");
  if (!free && caller.org !== owner) throw foreignOrganisation();
}

function reaches(scope: Scope, caller: Caller, request: Addressed): boolean {
  if (scope.kind !== "own") return true;
  const steps = scope.pointer.split("/").slice(1);
  const value = steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    request,
  );
  return caller.org !== null && value === caller.org;
}

const missingRole = (roles: readonly Role[]) =>
  new Problem({
    status: 403,
    code: "missing-role",
    zh: `需要以下角色之一：${roles.join("、")}`,
    en: `One of these roles is needed: ${roles.join(", ")}`,
  });

const foreignOrganisation = () =>
  new Problem({
    status: 403,
    code: "foreign-organisation",
    zh: "只能查看和办理本单位的数据",
    en: "An organisation sees and changes its own data only",
  });
