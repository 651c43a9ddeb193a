import type { IncomingMessage, ServerResponse } from "node:http";
import type { BucketSpec } from "./blueprint.ts";
import type { ObjectStore } from "./object-store.ts";
import { S3Error } from "./s3-errors.ts";
import { getObject, listObjects } from "./s3-reading.ts";
import { beginUpload, completeUpload, putObject, putPart } from "./s3-writing.ts";
import { verify } from "./signature.ts";

export interface S3Options {
  store: ObjectStore;
  buckets: readonly BucketSpec[];
  secretOf: (accessKeyId: string) => string | undefined;
  now: () => Date;
  /** Whether the owner of an access key may do this, with what the request says of itself. */
  allows: (accessKeyId: string, action: string, resource: string, context: Record<string, string>) => boolean;
  /** Called when an object is in place. */
  announce: () => void;
  /** What is to be told of an object that is about to be in place. */
  announcementsOf: (
    object: { bucket: string; key: string; size: number; etag: string },
    event: string,
  ) => { id: string; queueArn: string; body: string }[];
}

/** One request, its signature verified. */
export interface S3Request {
  request: IncomingMessage;
  response: ServerResponse;
  bucket: BucketSpec;
  key: string;
  query: URLSearchParams;
  /** As signed: a hash of the body, or a word for its absence. */
  payloadHash: string;
  options: S3Options;
  /** @throws S3Error 403 */
  demand(action: string, context?: Record<string, string>): void;
  may(action: string, onBucket: boolean): boolean;
}

/** Where the stage's own way to S3 begins. */
export const S3_PATH = "/_s3";

/** What a signature or an SDK puts into the query and what no operation depends on. */
const NEUTRAL = /^(x-amz-.*|x-id)$/i;

/**
 * S3 as the stage's functions and their clients see it: path style, every request signed.
 * What is missing is refused by name.
 */
export async function answerS3(
  request: IncomingMessage,
  response: ServerResponse,
  options: S3Options,
): Promise<void> {
  try {
    await route(request, response, options);
  } catch (cause) {
    const error =
      cause instanceof S3Error
        ? cause
        : cause instanceof URIError
          ? new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.")
          : null;
    if (!error) throw cause;
    error.send(request, response);
  }
}

async function route(request: IncomingMessage, response: ServerResponse, options: S3Options): Promise<void> {
  const url = request.url ?? "/";
  const method = request.method ?? "GET";
  const verdict = verify({
    method,
    url,
    headers: request.headers,
    secretOf: options.secretOf,
    now: options.now(),
  });
  if ("code" in verdict)
    throw new S3Error(verdict.code.startsWith("Authorization") ? 400 : 403, verdict.code, verdict.message);
  const [path = "", queryText = ""] = url.split("?", 2);
  const [name = "", ...rest] = path
    .slice(S3_PATH.length + 1)
    .split("/")
    .map(decodeURIComponent);
  const bucket = options.buckets.find((one) => one.name === name);
  if (!bucket) throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist");
  const key = rest.join("/");
  const may = (action: string, onBucket: boolean, context: Record<string, string> = {}): boolean =>
    options.allows(verdict.accessKeyId, action, onBucket ? bucket.arn : `${bucket.arn}/${key}`, context);
  const call: S3Request = {
    request,
    response,
    bucket,
    key,
    query: new URLSearchParams(queryText),
    payloadHash: verdict.payloadHash,
    options,
    may,
    demand: (action, context) => {
      if (!may(action, key === "", context)) throw S3Error.denied(action);
    },
  };
  await operation(method, call)(call);
}

type Operation = (call: S3Request) => Promise<void>;

/** @throws S3Error 501 naming what was asked for */
function operation(method: string, { key, query }: S3Request): Operation {
  const asked = [...query.keys()]
    .filter((name) => !NEUTRAL.test(name) && !name.startsWith("response-"))
    .sort()
    .join("&");
  const name = `${method} ${key === "" ? "bucket" : "object"}${asked ? `?${asked}` : ""}`;
  if (/^GET bucket\?.*list-type/.test(name)) return listObjects;
  switch (name) {
    case "PUT object":
      return putObject;
    case "GET object":
    case "HEAD object":
      return getObject;
    case "DELETE object":
      return deleteObject;
    case "POST object?uploads":
      return beginUpload;
    case "PUT object?partNumber&uploadId":
      return putPart;
    case "POST object?uploadId":
      return completeUpload;
    case "DELETE object?uploadId":
      return abortUpload;
    default:
      throw new S3Error(501, "NotImplemented", `The local stage does not support ${name}`);
  }
}

async function deleteObject({ bucket, key, response, options, demand }: S3Request): Promise<void> {
  demand("s3:DeleteObject");
  options.store.delete(bucket.name, key);
  response.writeHead(204).end();
}

async function abortUpload({ query, response, options, demand }: S3Request): Promise<void> {
  demand("s3:AbortMultipartUpload");
  options.store.endUpload(query.get("uploadId") ?? "");
  response.writeHead(204).end();
}
