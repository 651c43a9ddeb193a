import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { systemClock } from "../../shared/runtime/clock.ts";
import { setting } from "../../shared/runtime/config.ts";
import type { Caller } from "../../shared/runtime/context.ts";
import { callerOf } from "../../shared/runtime/identity.ts";
import { log } from "../../shared/runtime/log.ts";
import { Problem } from "../../shared/values/problem.ts";

const PATIENCE_MS = 5_000;

/**
 * Verifies an access token as the gateway's authoriser does, since a route that takes signed events too cannot have
 * one: the provider's own keys, RSA only, issuer, audience, expiry.
 * @throws Problem 401 by what is wrong with it, 503 when the provider's keys cannot be had
 */
export async function callerFrom(header: string): Promise<Caller> {
  const token = header.replace(/^Bearer\s+/i, "");
  try {
    const { payload } = await jwtVerify(token, await keys(), {
      issuer: setting("OIDC_ISSUER"),
      audience: setting("OIDC_AUDIENCE"),
      algorithms: ["RS256", "RS384", "RS512"],
      requiredClaims: ["exp", "sub"],
      currentDate: systemClock.now(),
    });
    const caller = callerOf(payload);
    if (caller) return caller;
  } catch (cause) {
    throw refusalFor(cause);
  }
  throw refused("token-invalid", "令牌无效", "The token is invalid");
}

let known: Promise<JWTVerifyGetKey> | undefined;

/** The provider's keys, found once per process; a failure is not remembered. */
function keys(): Promise<JWTVerifyGetKey> {
  known ??= discover().catch((cause: unknown) => {
    known = undefined;
    log.error("partners.no-keys", {}, cause);
    throw unavailable();
  });
  return known;
}

async function discover(): Promise<JWTVerifyGetKey> {
  const address = `${setting("OIDC_ISSUER").replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const { jwks_uri } = (await response.json()) as { jwks_uri?: unknown };
  if (!response.ok || typeof jwks_uri !== "string") throw new Error("The provider does not tell its keys");
  return createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: PATIENCE_MS });
}

function refusalFor(cause: unknown): unknown {
  if (cause instanceof errors.JWTExpired)
    return refused("token-expired", "令牌已过期", "The token has expired");
  if (cause instanceof errors.JOSEAlgNotAllowed)
    return refused("token-algorithm", "令牌的签名算法不被接受", "The token's algorithm is not accepted");
  if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === "aud")
    return refused("token-audience", "令牌不是发给本系统的", "The token is meant for somebody else");
  if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === "iss")
    return refused("token-issuer", "令牌的签发者不被接受", "The token's issuer is not accepted");
  if (cause instanceof errors.JWKSTimeout) return unavailable();
  if (cause instanceof errors.JOSEError) return refused("token-invalid", "令牌无效", "The token is invalid");
  return cause;
}

const refused = (code: string, zh: string, en: string) => new Problem({ status: 401, code, zh, en });

const unavailable = () =>
  new Problem({
    status: 503,
    code: "identity-unavailable",
    zh: "暂时无法验证令牌，请稍后重试",
    en: "Tokens cannot be verified just now; try again shortly",
  });
