import { endpointOf, signerFor } from "./aws.ts";
import { systemClock } from "./clock.ts";

/** Uploads wait for people; links to reports and files are good for five minutes. */
const UPLOAD_SECONDS = 900;
const DOWNLOAD_SECONDS = 300;

export interface PresignedPut {
  url: string;
  headers: Record<string, string>;
  expiresAt: Date;
}

/** A URL that takes exactly one file of exactly this size: the size and create-only are part of what is signed. */
export async function presignPut(bucket: string, key: string, size: number): Promise<PresignedPut> {
  const headers = {
    "content-length": String(size),
    "content-type": "application/octet-stream",
    "if-none-match": "*",
  };
  const url = await presign("PUT", bucket, key, {}, headers, UPLOAD_SECONDS);
  return { url, headers, expiresAt: new Date(systemClock.now().getTime() + UPLOAD_SECONDS * 1000) };
}

/** A link that downloads under the given name. The name must hold nothing personal. */
export async function presignGet(bucket: string, key: string, filename: string): Promise<string> {
  const disposition = `attachment; filename="${filename.replace(/[^\w.-]/g, "_")}"`;
  return presign("GET", bucket, key, { "response-content-disposition": disposition }, {}, DOWNLOAD_SECONDS);
}

async function presign(
  method: "GET" | "PUT",
  bucket: string,
  key: string,
  query: Record<string, string>,
  headers: Record<string, string>,
  expiresIn: number,
): Promise<string> {
  const url = new URL(key.split("/").map(encodeURIComponent).join("/"), endpointOf("s3", bucket));
  const request = {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port ? { port: Number(url.port) } : {}),
    path: url.pathname,
    query,
    headers: { host: url.host, "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD", ...headers },
  };
  const unhoistableHeaders = new Set(Object.keys(headers));
  const signed = await signerFor("s3").presign(request, {
    expiresIn,
    unhoistableHeaders,
    signingDate: systemClock.now(),
  });
  const parameters = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${encode(name)}=${encode(String(value))}`,
  );
  return `${url.origin}${url.pathname}?${parameters.join("&")}`;
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
