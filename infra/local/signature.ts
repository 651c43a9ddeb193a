import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** What of a request is signed. */
export interface SignedRequest {
  method: string;
  /** Path and query as they came, still encoded. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Where the whole body is known: services other than S3 sign its hash without sending it. */
  body?: Buffer;
  /** The secret that belongs to an access key id, if there is one. */
  secretOf: (accessKeyId: string) => string | undefined;
  now: Date;
}

export type Verdict = { accessKeyId: string; payloadHash: string } | { code: string; message: string };

const ALGORITHM = "AWS4-HMAC-SHA256";
const MOST_SKEW_MS = 15 * 60 * 1000;
const LONGEST_SECONDS = 7 * 24 * 3600;

/**
 * Verifies an S3 request signed with AWS Signature Version 4, in its query (presigned) or in its headers:
 * signature, expiry, and that each header the signature names has come with the signed value.
 */
export function verify(request: SignedRequest): Verdict {
  const [path = "/", query = ""] = splitOnce(request.url, "?");
  const parameters = parametersOf(query);
  if (parameters.some(([name]) => name === "X-Amz-Signature")) return presigned(request, path, parameters);
  if (request.headers.authorization) return inHeaders(request, path, parameters);
  return { code: "AccessDenied", message: "Access Denied" };
}

type Parameters = [string, string][];

interface Signed {
  credential: string;
  names: string[];
  signature: string;
  date: string;
  payloadHash: string;
  parameters: Parameters;
}

function presigned(request: SignedRequest, path: string, parameters: Parameters): Verdict {
  const value = (name: string): string =>
    decodeURIComponent(parameters.find(([key]) => key === name)?.[1] ?? "");
  if (value("X-Amz-Algorithm") !== ALGORITHM)
    return invalid("X-Amz-Algorithm only supports AWS4-HMAC-SHA256");
  const date = value("X-Amz-Date");
  const seconds = Number(value("X-Amz-Expires"));
  const signedAt = instantOf(date);
  if (!signedAt || !Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS) {
    return invalid("X-Amz-Date or X-Amz-Expires is missing or out of range");
  }
  if (request.now.getTime() > signedAt + seconds * 1000)
    return { code: "AccessDenied", message: "Request has expired" };
  if (request.now.getTime() < signedAt - MOST_SKEW_MS)
    return { code: "AccessDenied", message: "Request is not yet valid" };
  return check(request, path, {
    credential: value("X-Amz-Credential"),
    names: value("X-Amz-SignedHeaders").split(";"),
    signature: value("X-Amz-Signature"),
    date,
    payloadHash:
      headerOf(request.headers, "x-amz-content-sha256") ||
      value("X-Amz-Content-Sha256") ||
      "UNSIGNED-PAYLOAD",
    parameters: parameters.filter(([name]) => name !== "X-Amz-Signature"),
  });
}

function inHeaders(request: SignedRequest, path: string, parameters: Parameters): Verdict {
  const header = request.headers.authorization ?? "";
  const part = (name: string): string => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1] ?? "";
  if (!header.startsWith(ALGORITHM)) return invalid("Unsupported Authorization Type");
  const date = headerOf(request.headers, "x-amz-date");
  const signedAt = instantOf(date);
  if (!signedAt || Math.abs(request.now.getTime() - signedAt) > MOST_SKEW_MS) {
    return {
      code: "RequestTimeTooSkewed",
      message: "The difference between the request time and the current time is too large.",
    };
  }
  return check(request, path, {
    credential: part("Credential"),
    names: part("SignedHeaders").split(";"),
    signature: part("Signature"),
    date,
    payloadHash: request.body ? sha256(request.body) : headerOf(request.headers, "x-amz-content-sha256"),
    parameters,
  });
}

function check({ method, headers, secretOf }: SignedRequest, path: string, signed: Signed): Verdict {
  const [accessKeyId = "", day = "", region = "", service = "", end = ""] = signed.credential.split("/");
  const secret = secretOf(accessKeyId);
  if (secret === undefined) {
    return {
      code: "InvalidAccessKeyId",
      message: "The AWS Access Key Id you provided does not exist in our records.",
    };
  }
  if (!signed.names.includes("host"))
    return {
      code: "AccessDenied",
      message: "There were headers present in the request which were not signed",
    };
  // S3 itself insists on these being signed when they come
  const unsigned = Object.keys(headers).find(
    (name) => name.startsWith("x-amz-") && !signed.names.includes(name) && name !== "x-amz-content-sha256",
  );
  if (unsigned)
    return {
      code: "AccessDenied",
      message: `There were headers present in the request which were not signed: ${unsigned}`,
    };
  const canonical = [
    method,
    path || "/",
    canonicalQuery(signed.parameters),
    ...signed.names.map((name) => `${name}:${headerOf(headers, name).trim().replace(/\s+/g, " ")}`),
    "",
    signed.names.join(";"),
    signed.payloadHash,
  ].join("\n");
  const scope = [day, region, service, end].join("/");
  const toSign = [ALGORITHM, signed.date, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, end].reduce<Buffer | string>(
    (from, text) => hmac(from, text),
    `AWS4${secret}`,
  );
  if (!same(hmac(key, toSign).toString("hex"), signed.signature)) {
    const message =
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    return { code: "SignatureDoesNotMatch", message };
  }
  return { accessKeyId, payloadHash: signed.payloadHash };
}

/** Sorted, each part encoded exactly as AWS encodes, whatever way it came. */
function canonicalQuery(parameters: Parameters): string {
  return parameters
    .map(([name, value]) => [encode(name), encode(decodeURIComponent(value.replaceAll("+", "%20")))] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function parametersOf(query: string): Parameters {
  if (query === "") return [];
  return query.split("&").map((pair) => {
    const [name = "", value = ""] = splitOnce(pair, "=");
    return [decodeURIComponent(name), value];
  });
}

const splitOnce = (text: string, by: string): [string, string] => {
  const at = text.indexOf(by);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + by.length)];
};

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function instantOf(date: string): number | null {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return y ? Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s)) : null;
}

const headerOf = (headers: IncomingHttpHeaders, name: string): string => [headers[name]].flat().join(",");
const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
const invalid = (message: string): Verdict => ({ code: "AuthorizationQueryParametersError", message });
