/** The city's origin as the browser sees it, from what the gateway hands on. */
export function originOf(headers: Record<string, string | undefined>, fallback: string): string {
  const host = headers["host"];
  if (!host || !/^[\w.-]+(:\d{1,5})?$/.test(host)) return new URL(fallback).origin;
  const proto = headers["x-forwarded-proto"]?.split(",")[0]?.trim() === "https" ? "https" : "http";
  return `${proto}://${host}`;
}

export interface CookieScope {
  name: string;
  path: string;
  /** Only over https when the page came that way; on the local stage there is none. */
  secure: boolean;
}

/** A cookie that no script reads and no other site's form or frame sends. */
export function writeCookie(
  { name, path, secure }: CookieScope,
  value: string,
  maxAgeSeconds: number,
): string {
  const base = `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
  return secure ? `${base}; Secure` : base;
}

export const dropCookie = (scope: CookieScope): string => writeCookie(scope, "", 0);

export function readCookie(headers: Record<string, string | undefined>, name: string): string | undefined {
  const pairs = (headers["cookie"] ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value || undefined;
}

/** Where to go after signing in: a path of our own, never another site's. */
export function localPath(wanted: string | undefined): string {
  return wanted && /^\/(?![/\\])[\w./?=&%-]*$/.test(wanted) ? wanted : "/";
}
