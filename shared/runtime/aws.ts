import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { SignatureV4 } from "@smithy/signature-v4";

/**
 * A signed call to SNS, SQS, KMS and S3 for functions that answer people: four whole SDK clients would double
 * the size of their bundles and half again their start. Signing itself is the SDK's own.
 */
export type Service = "sns" | "sqs" | "kms" | "s3";

interface SignedCall {
  service: Service;
  headers: Record<string, string>;
  body: string;
}

export class AwsError extends Error {
  readonly status: number;

  constructor(service: Service, status: number, body: string) {
    super(`${service} answered ${status}: ${body.slice(0, 300)}`);
    this.name = "AwsError";
    this.status = status;
  }
}

const region = (): string => process.env["AWS_REGION"] ?? "cn-north-1";
const domain = (): string => (region().startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");

/** Where a service lives; `AWS_ENDPOINT_URL_<SERVICE>` is the SDKs' own way to say otherwise. */
export function endpointOf(service: Service, bucket?: string): URL {
  const override = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`];
  if (override) return new URL(bucket ? `${override.replace(/\/$/, "")}/${bucket}/` : override);
  return new URL(`https://${bucket ? `${bucket}.` : ""}${service}.${region()}.${domain()}/`);
}

export function signerFor(service: Service): SignatureV4 {
  return new SignatureV4({
    service,
    region: region(),
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    credentials: {
      accessKeyId: process.env["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: process.env["AWS_SECRET_ACCESS_KEY"] ?? "",
      ...(process.env["AWS_SESSION_TOKEN"] ? { sessionToken: process.env["AWS_SESSION_TOKEN"] } : {}),
    },
  });
}

/** Sends a signed POST, three times at most; a 4xx other than throttling is final. */
export async function call({ service, headers, body }: SignedCall): Promise<string> {
  const url = endpointOf(service);
  for (let attempt = 1; ; attempt++) {
    const signed = await signerFor(service).sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      headers: { host: url.host, ...headers },
      body,
    });
    const answer = await send(url, signed.headers, body).catch((cause: Error) => ({
      status: 0,
      body: cause.message,
    }));
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    const passing = answer.status === 0 || answer.status >= 500 || /Throttl/i.test(answer.body);
    if (!passing || attempt === 3) throw new AwsError(service, answer.status, answer.body);
    await new Promise((resolve) => setTimeout(resolve, 50 * 4 ** attempt * Math.random()));
  }
}

const agents = { "http:": new HttpAgent({ keepAlive: true }), "https:": new HttpsAgent({ keepAlive: true }) };

function send(
  url: URL,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; body: string }> {
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      headers,
      timeout: 5_000,
      agent: secure ? agents["https:"] : agents["http:"],
    };
    const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
      response.on("error", reject);
    });
    request.on("timeout", () => request.destroy(new Error("timed out")));
    request.on("error", reject);
    request.end(body);
  });
}

/** The hash that the signer asks for, on Node's own crypto. */
class Sha256 {
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytes(secret));
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(chunk));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = createHash("sha256");
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.from(data);
}
