import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { Context, Grant, Token } from "oidc-provider";
import { MACHINES, personaOf } from "./personas.ts";
import { shiftTime } from "./shifted-time.ts";
import { signInPage } from "./sign-in-page.ts";

/**
 * The stage's identity provider, in a thread of its own: its tokens, codes and sessions live by the stage's clock,
 * which only a whole thread can be set to.
 */
interface Start {
  issuer: string;
  audience: string;
  clientId: string;
  redirectUris: string[];
  signOutUris: string[];
  keys: unknown[];
  cookieSecret: string;
  shift: Float64Array;
}

const start = workerData as Start;
shiftTime(start.shift);
// only now, so that the provider too sees the shifted time
const { default: Provider } = await import("oidc-provider");

const HOUR = 3600;
const RESOURCE = "urn:ronghe:api";
const SCOPES = "openid profile";
const MOUNT = new URL(start.issuer).pathname;

const claimsOf = (sub: string | undefined): Record<string, unknown> => {
  const persona = sub ? personaOf(sub) : undefined;
  if (!persona) return {};
  return { roles: persona.roles, name: persona.name, ...(persona.org ? { org: persona.org } : {}) };
};

const provider = new Provider(start.issuer, {
  clients: [
    {
      client_id: start.clientId,
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: start.redirectUris,
      post_logout_redirect_uris: start.signOutUris,
    },
    ...MACHINES.map(({ sub, secret }) => ({
      client_id: sub,
      client_secret: secret,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
    })),
  ],
  jwks: { keys: start.keys },
  cookies: { keys: [start.cookieSecret] },
  pkce: { required: () => true },
  claims: { openid: ["sub", "roles", "org", "name"] },
  conformIdTokenClaims: false,
  ttl: {
    AccessToken: HOUR,
    ClientCredentials: HOUR,
    IdToken: HOUR,
    Session: 12 * HOUR,
    Grant: 12 * HOUR,
    Interaction: HOUR,
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "",
        audience: start.audience,
        accessTokenTTL: HOUR,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "RS256" } },
      }),
    },
  },
  extraTokenClaims: (_: Context, { accountId, clientId }: Token) => claimsOf(accountId ?? clientId),
  findAccount: (_: Context, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...claimsOf(sub) }) }),
  interactions: { url: (_: Context, { uid }: { uid: string }) => `${MOUNT}/sign-in/${uid}` },
  // whoever signs in to a local stage has nothing to consent to
  loadExistingGrant: async ({ oidc }: Context): Promise<Grant> => {
    const grant = new provider.Grant({
      accountId: oidc.session?.accountId,
      clientId: oidc.client?.clientId,
    } as never);
    grant.addOIDCScope(SCOPES);
    await grant.save();
    return grant;
  },
  renderError: (ctx: { type: string; body: string }, out: { error: string; error_description?: string }) => {
    ctx.type = "text/plain; charset=utf-8";
    ctx.body = `登录失败 / sign-in failed: ${out.error} ${out.error_description ?? ""}`;
  },
});
provider.proxy = true;
const answer = provider.callback();

const server = createServer((request, response) => {
  void handle(request, response).catch((cause: Error) => {
    if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain; charset=utf-8" });
    response.end(`登录失败 / sign-in failed: ${cause.message}`);
  });
});
server.listen(0, "127.0.0.1", () =>
  parentPort?.postMessage({ port: (server.address() as AddressInfo).port }),
);

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "/").slice(MOUNT.length) || "/";
  if (path.startsWith("/sign-in/")) return signIn(request, response);
  // where it is mounted, the provider learns from the difference of the two
  Object.assign(request, { originalUrl: request.url, url: path });
  return answer(request, response);
}

async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const interaction = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(signInPage(`${MOUNT}/sign-in/${interaction.uid}`));
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const sub = form.get("sub") ?? `${form.get("role")}-${form.get("org")?.trim().toUpperCase()}`;
  if (!personaOf(sub)) throw new Error(`${sub}?`);
  await provider.interactionFinished(request, response, { login: { accountId: sub } });
}
