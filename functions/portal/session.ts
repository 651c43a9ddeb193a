import { setting } from "../../shared/runtime/config.ts";
import { callerOf } from "../../shared/runtime/identity.ts";
import type { Role } from "../../shared/values/route.ts";
import { type CookieScope, dropCookie, localPath, originOf, readCookie, writeCookie } from "./cookies.ts";
import { type Attempt, authorizationUrl, type Grant, newAttempt, type Returned, redeem } from "./oidc.ts";

type Headers = Record<string, string | undefined>;

const ATTEMPT_SECONDS = 600;
/** Longer than a provider remembers anybody on a working day. */
const SIGNED_OUT_SECONDS = 86_400;

/** Who is signed in, as far as a page may show it. */
export interface Visitor {
  sub: string;
  roles: readonly Role[];
  token: string;
}

const sessionCookie = (headers: Headers): CookieScope => ({
  name: "ronghe_session",
  path: "/",
  secure: isSecure(headers),
});
const attemptCookie = (headers: Headers): CookieScope => ({
  name: "ronghe_login",
  path: "/callback",
  secure: isSecure(headers),
});
/** Whoever signed out is asked anew: on a shared computer the next one may be somebody else. */
const signedOutCookie = (headers: Headers): CookieScope => ({
  name: "ronghe_signed_out",
  path: "/login",
  secure: isSecure(headers),
});

/**
 * Reads the visitor from the session cookie. The claims are read unchecked, for display only: every call to the
 * API carries the token, and the gateway checks it there.
 */
export function visitorOf(headers: Headers): Visitor | null {
  const token = readCookie(headers, sessionCookie(headers).name);
  const caller = token ? callerOf(claimsOf(token)) : null;
  return token && caller ? { sub: caller.sub, roles: caller.roles, token } : null;
}

/** Begins a sign-in: where to send the visitor, and the cookie that the way back is checked against. */
export async function beginSignIn(headers: Headers, wanted: string | undefined) {
  const attempt = newAttempt(localPath(wanted));
  const askAgain = readCookie(headers, signedOutCookie(headers).name) !== undefined;
  const location = await authorizationUrl(attempt, redirectUri(headers), askAgain);
  const kept = Buffer.from(JSON.stringify(attempt)).toString("base64url");
  return { location, cookies: [writeCookie(attemptCookie(headers), kept, ATTEMPT_SECONDS)] };
}

/** Ends a sign-in, or null when it is not the one that was begun in this browser. */
export async function endSignIn(headers: Headers, returned: Returned) {
  const attempt = attemptOf(readCookie(headers, attemptCookie(headers).name));
  const grant = attempt && (await redeem(returned, attempt, redirectUri(headers)));
  if (!attempt || !grant) return null;
  const spent = [attemptCookie(headers), signedOutCookie(headers)].map(dropCookie);
  return { location: localPath(attempt.next), cookies: [sessionFor(headers, grant), ...spent] };
}

export const signOut = (headers: Headers): string[] => [
  dropCookie(sessionCookie(headers)),
  writeCookie(signedOutCookie(headers), "1", SIGNED_OUT_SECONDS),
];

const sessionFor = (headers: Headers, { token, expiresInSeconds }: Grant): string =>
  writeCookie(sessionCookie(headers), token, expiresInSeconds);

const redirectUri = (headers: Headers): string => `${origin(headers)}/callback`;
const isSecure = (headers: Headers): boolean => origin(headers).startsWith("https:");
const origin = (headers: Headers): string => originOf(headers, setting("API_URL"));

function claimsOf(token: string): Record<string, unknown> | undefined {
  return decoded(token.split(".")[1]) as Record<string, unknown> | undefined;
}

function attemptOf(cookie: string | undefined): Attempt | null {
  const found = decoded(cookie) as Partial<Attempt> | undefined;
  const { state, verifier, next } = found ?? {};
  return state && verifier ? { state, verifier, next: next ?? "/" } : null;
}

/** What a cookie holds is the visitor's to change: anything unreadable counts as nothing. */
function decoded(text: string | undefined): unknown {
  try {
    return text ? (JSON.parse(Buffer.from(text, "base64url").toString("utf8")) ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
