import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { RouteSpec } from "./blueprint.ts";

export type AuthoriserVerdict =
  | { claims: Record<string, unknown> }
  | { status: 401 | 403; challenge?: string };

/** API Gateway's JWT authoriser: RSA signature, issuer, audience or client, times by the stage's clock, scopes. */
export class Authoriser {
  readonly #keys: JWTVerifyGetKey;
  readonly #now: () => Date;

  constructor(keys: JWTVerifyGetKey, now: () => Date) {
    this.#keys = keys;
    this.#now = now;
  }

  async check(
    header: string | undefined,
    { issuer, audience, scopes }: NonNullable<RouteSpec["authorizer"]>,
  ): Promise<AuthoriserVerdict> {
    if (!header) return { status: 401, challenge: "Bearer" };
    const token = header.replace(/^Bearer\s+/i, "");
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        algorithms: ["RS256", "RS384", "RS512"],
        currentDate: this.#now(),
        requiredClaims: ["exp"],
      });
      const intended = [payload.aud ?? payload["client_id"]]
        .flat()
        .some((one) => audience.includes(String(one)));
      if (!intended) return unauthorised("invalid_token", "the audience is invalid");
      const granted = String(payload["scope"] ?? payload["scp"] ?? "").split(" ");
      if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) return { status: 403 };
      return { claims: payload };
    } catch (cause) {
      const expired = cause instanceof errors.JWTExpired;
      return unauthorised("invalid_token", expired ? "the token has expired" : "the token is invalid");
    }
  }
}

const unauthorised = (error: string, description: string): AuthoriserVerdict => ({
  status: 401,
  challenge: `Bearer scope="" error="${error}" error_description="${description}"`,
});
