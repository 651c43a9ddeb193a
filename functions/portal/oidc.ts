import { createHash, randomBytes } from "node:crypto";
import * as z from "zod/mini";
import { setting } from "../../shared/runtime/config.ts";
import { log } from "../../shared/runtime/log.ts";
import { unavailable } from "./unavailable.ts";

const PATIENCE_MS = 8_000;

const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
});
const tokens = z.object({
  access_token: z.string(),
  token_type: z.string(),
  expires_in: z.optional(z.number()),
});

type Provider = z.infer<typeof metadata>;

/** What must survive the visitor's way to the provider and back. */
export interface Attempt {
  state: string;
  verifier: string;
  /** Where the visitor wanted to go. */
  next: string;
}

export interface Grant {
  token: string;
  expiresInSeconds: number;
}

const random = (): string => randomBytes(32).toString("base64url");

export const newAttempt = (next: string): Attempt => ({ state: random(), verifier: random(), next });

/**
 * The provider's sign-in page for an attempt, by authorisation code and PKCE.
 * @param askAgain whether the provider must ask who it is, though it may still know
 * @throws Unavailable
 */
export async function authorizationUrl(
  attempt: Attempt,
  redirectUri: string,
  askAgain: boolean,
): Promise<string> {
  const url = new URL((await provider()).authorization_endpoint);
  const challenge = createHash("sha256").update(attempt.verifier).digest("base64url");
  const parameters = {
    response_type: "code",
    client_id: setting("OIDC_CLIENT_ID"),
    redirect_uri: redirectUri,
    scope: "openid",
    state: attempt.state,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...(askAgain ? { prompt: "login" } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** What the provider sent the visitor back with. */
export interface Returned {
  code?: string | undefined;
  state?: string | undefined;
  iss?: string | undefined;
}

/**
 * Exchanges the code for an access token, or null when the answer does not belong to the attempt or the provider
 * refuses. The token comes straight from the provider over its own connection; the API checks it at every call.
 */
export async function redeem(
  returned: Returned,
  attempt: Attempt,
  redirectUri: string,
): Promise<Grant | null> {
  if (!returned.code || returned.state !== attempt.state) return null;
  try {
    const { issuer, token_endpoint } = await provider();
    if (returned.iss !== undefined && returned.iss !== issuer) return null;
    const response = await fetch(token_endpoint, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: setting("OIDC_CLIENT_ID"),
        code: returned.code,
        redirect_uri: redirectUri,
        code_verifier: attempt.verifier,
      }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`The token endpoint answered ${response.status}`);
    const { access_token, expires_in = 300 } = z.parse(tokens, await response.json());
    return { token: access_token, expiresInSeconds: expires_in };
  } catch (cause) {
    log.error("portal.sign-in-failed", {}, cause);
    return null;
  }
}

let known: Promise<Provider> | undefined;

/** The provider's own description, fetched once per process; a failure is not remembered. */
function provider(): Promise<Provider> {
  known ??= discover().catch((cause: unknown) => {
    known = undefined;
    throw cause;
  });
  return known;
}

async function discover(): Promise<Provider> {
  const address = `${setting("OIDC_ISSUER").replace(/\/$/, "")}/.well-known/openid-configuration`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`The provider's description answered ${response.status}`);
    return z.parse(metadata, await response.json());
  } catch (cause) {
    throw unavailable(address, cause);
  }
}
