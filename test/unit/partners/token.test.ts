import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerFrom } from "../../../functions/partners/token.ts";
import { Problem } from "../../../shared/values/problem.ts";

/** An identity provider as far as it tells its keys. */
const keys = await generateKeyPair("RS256", { extractable: true });
const others = await generateKeyPair("RS256");
const jwk = { ...(await exportJWK(keys.publicKey)), kid: "one", alg: "RS256", use: "sig" };
let issuer = "";
const server = createServer((request, response) => {
  const isKeys = request.url?.endsWith("/jwks");
  response.end(JSON.stringify(isKeys ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { OIDC_ISSUER: issuer, OIDC_AUDIENCE: "ronghe" });
});
afterAll(() => server.close());

const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;
const token = (
  claims: JWTPayload = {},
  key: Parameters<SignJWT["sign"]>[0] = keys.privateKey,
): Promise<string> =>
  new SignJWT({
    iss: issuer,
    aud: "ronghe",
    sub: "b1",
    exp: IN_AN_HOUR,
    roles: ["partner"],
    org: "B001",
    ...claims,
  })
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .sign(key);

const refusal = async (given: string) =>
  callerFrom(`Bearer ${given}`).then(
    () => "fine",
    (cause: unknown) => (cause instanceof Problem ? `${cause.facts.status} ${cause.facts.code}` : cause),
  );

describe("a token", () => {
  it("of the provider says who calls", async () => {
    expect(await callerFrom(`Bearer ${await token()}`)).toEqual({
      sub: "b1",
      roles: ["partner"],
      org: "B001",
    });
  });

  it("is refused by what is wrong with it", async () => {
    expect(await refusal(await token({ aud: "elsewhere" }))).toBe("401 token-audience");
    expect(await refusal(await token({ iss: "https://elsewhere.example" }))).toBe("401 token-issuer");
    expect(await refusal(await token({ exp: IN_AN_HOUR - 7200 }))).toBe("401 token-expired");
    expect(await refusal(await token({ exp: undefined }))).toBe("401 token-invalid");
    expect(await refusal(await token({}, others.privateKey))).toBe("401 token-invalid");
    expect(await refusal("x.y.z")).toBe("401 token-invalid");
  });

  it("is signed with the provider's private key: neither by nobody, nor with its public one as a secret", async () => {
    const [, claims = ""] = (await token()).split(".");
    const unsigned = Buffer.from('{"alg":"none"}').toString("base64url");
    expect(await refusal(`${unsigned}.${claims}.`)).toBe("401 token-algorithm");
    const secret = new TextEncoder().encode(JSON.stringify(jwk));
    const confused = new SignJWT({ iss: issuer, aud: "ronghe", sub: "b1", exp: IN_AN_HOUR });
    const signed = await confused.setProtectedHeader({ alg: "HS256", kid: "one" }).sign(secret);
    expect(await refusal(signed)).toBe("401 token-algorithm");
  });
});
