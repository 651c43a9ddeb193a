import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from "jose";
import { PORTAL_CLIENT } from "./assembly.ts";
import type { StageClock } from "./clock.ts";
import type { Folder } from "./folder.ts";

/** Where the identity provider answers. */
export const IDENTITY_PATH = "/oidc";
const TOKEN_SECONDS = 3600;
const ALGORITHM = "RS256";

export interface TokenRequest {
  roles: string[];
  org?: string;
  /** Made from roles and organisation unless given. */
  sub?: string;
}

export interface IdentityOptions {
  folder: Folder;
  clock: StageClock;
  /** Of the stage, e.g. `http://localhost:4000`. */
  url: string;
  audience: string;
}

/** Who signs tokens here: keys of this folder, an OpenID provider, and a short cut for tests. */
export class Identity {
  readonly issuer: string;
  /** The public keys. */
  readonly keys: JWTVerifyGetKey;
  readonly #options: IdentityOptions;
  readonly #key: JWK;
  #provider: Promise<{ port: number; worker: Worker }> | undefined;

  private constructor(options: IdentityOptions, key: JWK) {
    this.#options = options;
    this.#key = key;
    this.issuer = `${options.url}${IDENTITY_PATH}`;
    const { kty, n, e, kid, alg } = key;
    this.keys = createLocalJWKSet({ keys: [{ kty, n, e, kid, alg, use: "sig" } as JWK] });
  }

  static async open(options: IdentityOptions): Promise<Identity> {
    const file = options.folder.json<JWK>("keys.json");
    const found = file.read();
    if (found) return new Identity(options, found);
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const key = { ...(await exportJWK(privateKey)), kid: "stage", alg: ALGORITHM, use: "sig" } as JWK;
    file.write(key);
    return new Identity(options, key);
  }

  /** A token as the provider would issue it, good for an hour of the stage's time. */
  async token({ roles, org, sub }: TokenRequest): Promise<string> {
    const issuedAt = Math.floor(this.#options.clock.now().getTime() / 1000);
    return new SignJWT({ roles, ...(org ? { org } : {}), client_id: "dev" })
      .setProtectedHeader({ alg: ALGORITHM, kid: "stage", typ: "at+jwt" })
      .setIssuer(this.issuer)
      .setSubject(sub ?? [...roles, org].filter(Boolean).join("-"))
      .setAudience(this.#options.audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + TOKEN_SECONDS)
      .setJti(crypto.randomUUID())
      .sign(await importJWK(this.#key, ALGORITHM));
  }

  /** Hands a request on to the provider, which is started by the first one. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#provider ??= this.#start();
    const { port } = await this.#provider;
    const headers = {
      ...request.headers,
      "x-forwarded-proto": "http",
      "x-forwarded-host": request.headers.host ?? "",
    };
    await new Promise<void>((resolve, reject) => {
      const onward = httpRequest(
        { port, host: "127.0.0.1", path: request.url, method: request.method, headers },
        (answer) => {
          const cookies = this.#onMachineTime(answer.headers["set-cookie"] ?? []);
          response.writeHead(answer.statusCode ?? 502, { ...answer.headers, "set-cookie": cookies });
          answer.pipe(response).once("close", resolve);
        },
      );
      onward.once("error", reject);
      request.pipe(onward);
    });
  }

  /** The provider dates its cookies by the stage's clock, a browser reads them by the machine's own. */
  #onMachineTime(cookies: readonly string[]): string[] {
    const shift = this.#options.clock.shift[0] ?? 0;
    const dated = (_: string, date: string) => `expires=${new Date(Date.parse(date) - shift).toUTCString()}`;
    return cookies.map((cookie) => cookie.replace(/expires=([^;]+)/i, dated));
  }

  async stop(): Promise<void> {
    const provider = await this.#provider;
    await provider?.worker.terminate();
  }

  async #start(): Promise<{ port: number; worker: Worker }> {
    const { folder, clock, url, audience } = this.#options;
    const hosts = [url, url.replace("localhost", "127.0.0.1")];
    const worker = new Worker(fileURLToPath(new URL("./identity-provider.ts", import.meta.url)), {
      execArgv: ["--no-warnings"],
      stdout: true,
      stderr: true,
      workerData: {
        issuer: this.issuer,
        audience,
        clientId: PORTAL_CLIENT,
        redirectUris: hosts.map((host) => `${host}/callback`),
        signOutUris: hosts.flatMap((host) => [host, `${host}/`]),
        keys: [this.#key],
        cookieSecret: folder.secret("cookies"),
        shift: clock.shift,
      },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    return new Promise((resolve, reject) => {
      worker.once("message", ({ port }: { port: number }) => resolve({ port, worker }));
      worker.once("error", (cause) => {
        this.#provider = undefined;
        reject(cause as Error);
      });
    });
  }
}
