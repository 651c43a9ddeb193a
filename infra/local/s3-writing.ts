import { createHash } from "node:crypto";
import { pipeline, type Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { AwsChunked } from "./aws-chunked.ts";
import type { Blob, Part } from "./object-store.ts";
import type { S3Request } from "./s3.ts";
import { escapeXml, S3Error } from "./s3-errors.ts";

const SMALLEST_PART = 5 * 1024 * 1024;
const KEPT = [
  "content-type",
  "content-disposition",
  "content-encoding",
  "content-language",
  "cache-control",
  "expires",
];
/** Of what begins with `x-amz-`, what the stage acts by or may leave aside. */
const KNOWN =
  /^x-amz-(content-sha256|date|security-token|user-agent|meta-.+|checksum-.+|sdk-checksum-algorithm|trailer|decoded-content-length|server-side-encryption)$/;

/** PutObject. With `If-None-Match: *` the first of several writers wins and the others get 412. */
export async function putObject(call: S3Request): Promise<void> {
  const { bucket, key, request, response, options } = call;
  assertKnownHeaders(call);
  const createOnly = condition(call);
  call.demand("s3:PutObject", {
    "s3:ObjectCreationOperation": "true",
    ...(createOnly ? { "s3:if-none-match": "*" } : {}),
  });
  assertChecksum(call);
  if (createOnly && options.store.find(bucket.name, key)) throw exists();
  const blob = await receive(call);
  const object = {
    bucket: bucket.name,
    key,
    size: blob.size,
    etag: blob.md5,
    headers: kept(call),
    modified: options.now().toISOString(),
    file: blob.file,
  };
  if (!options.store.put(object, options.announcementsOf(object, "ObjectCreated:Put"), createOnly)) {
    options.store.discard(blob);
    throw exists();
  }
  options.announce();
  response
    .writeHead(200, {
      etag: `"${blob.md5}"`,
      ...(request.headers["x-amz-checksum-crc32"]
        ? { "x-amz-checksum-crc32": request.headers["x-amz-checksum-crc32"] }
        : {}),
    })
    .end();
}

/** CreateMultipartUpload. */
export async function beginUpload(call: S3Request): Promise<void> {
  assertKnownHeaders(call);
  call.demand("s3:PutObject", { "s3:ObjectCreationOperation": "false" });
  const id = call.options.store.beginUpload(call.bucket.name, call.key, kept(call));
  xml(
    call,
    `<InitiateMultipartUploadResult><Bucket>${call.bucket.name}</Bucket><Key>${escapeXml(call.key)}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
  );
}

/** UploadPart. */
export async function putPart(call: S3Request): Promise<void> {
  const { bucket, key, query, options, response } = call;
  assertKnownHeaders(call);
  call.demand("s3:PutObject", { "s3:ObjectCreationOperation": "false" });
  assertChecksum(call);
  const id = query.get("uploadId") ?? "";
  const number = Number(query.get("partNumber"));
  if (!options.store.upload(id, bucket.name, key)) throw noSuchUpload();
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new S3Error(
      400,
      "InvalidArgument",
      "Part number must be an integer between 1 and 10000, inclusive",
    );
  const blob = await receive(call);
  options.store.addPart(id, { number, size: blob.size, etag: blob.md5, file: blob.file });
  response.writeHead(200, { etag: `"${blob.md5}"` }).end();
}

/** CompleteMultipartUpload. */
export async function completeUpload(call: S3Request): Promise<void> {
  const { bucket, key, query, options, request } = call;
  const createOnly = condition(call);
  call.demand("s3:PutObject", {
    "s3:ObjectCreationOperation": "true",
    ...(createOnly ? { "s3:if-none-match": "*" } : {}),
  });
  const id = query.get("uploadId") ?? "";
  const upload = options.store.upload(id, bucket.name, key);
  if (!upload) throw noSuchUpload();
  const parts = named(await text(request), upload.parts);
  if (createOnly && options.store.find(bucket.name, key)) throw exists();
  const blob = await options.store.join(parts);
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, "hex")));
  const etag = `${createHash("md5").update(digests).digest("hex")}-${parts.length}`;
  const object = {
    bucket: bucket.name,
    key,
    size: blob.size,
    etag,
    headers: upload.headers,
    modified: options.now().toISOString(),
    file: blob.file,
  };
  if (
    !options.store.put(
      object,
      options.announcementsOf(object, "ObjectCreated:CompleteMultipartUpload"),
      createOnly,
      id,
    )
  ) {
    options.store.discard(blob);
    throw exists();
  }
  options.announce();
  xml(
    call,
    `<CompleteMultipartUploadResult><Bucket>${bucket.name}</Bucket><Key>${escapeXml(key)}</Key><ETag>&quot;${etag}&quot;</ETag></CompleteMultipartUploadResult>`,
  );
}

/** Streams the body to disk and checks it against all that was said of it. */
async function receive(call: S3Request): Promise<Blob> {
  const { request, payloadHash, options } = call;
  const { headers } = request;
  if (headers["content-length"] === undefined && headers["x-amz-decoded-content-length"] === undefined) {
    throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  const framed = payloadHash.startsWith("STREAMING-") ? new AwsChunked() : undefined;
  const source: Readable = framed ? pipeline(request, framed, () => undefined) : request;
  let crc = 0;
  const blob = await options.store.write(source, (chunk) => {
    crc = crc32(chunk, crc);
  });
  const complaint = complaintOf(call, blob, crc, framed?.trailers ?? {});
  if (!complaint) return blob;
  options.store.discard(blob);
  throw complaint;
}

function complaintOf(
  { request: { headers }, payloadHash }: S3Request,
  blob: Blob,
  crc: number,
  trailers: Record<string, string>,
): S3Error | null {
  const size = headers["x-amz-decoded-content-length"] ?? headers["content-length"];
  if (Number(size) !== blob.size)
    return new S3Error(
      400,
      "IncompleteBody",
      "You did not provide the number of bytes specified by the Content-Length HTTP header",
    );
  if (/^[0-9a-f]{64}$/.test(payloadHash) && payloadHash !== blob.sha256) {
    return new S3Error(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const said = (name: string): string | undefined => trailers[name] ?? [headers[name]].flat()[0];
  const crcBytes = Buffer.alloc(4);
  crcBytes.writeUInt32BE(crc >>> 0);
  const computed = {
    "content-md5": Buffer.from(blob.md5, "hex"),
    "x-amz-checksum-sha256": Buffer.from(blob.sha256, "hex"),
    "x-amz-checksum-crc32": crcBytes,
  };
  for (const [name, digest] of Object.entries(computed)) {
    const wanted = said(name);
    if (wanted !== undefined && wanted !== digest.toString("base64"))
      return new S3Error(400, "BadDigest", `The ${name} you specified did not match what we received.`);
  }
  return null;
}

/** The parts a completion names, in its order. */
function named(body: string, uploaded: readonly Part[]): Part[] {
  const parts = [...body.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, inner = ""]) => {
    const number = Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(inner)?.[1]);
    const etag = /<ETag>(?:&quot;|")?([0-9a-f]{32})/.exec(inner)?.[1];
    const part = uploaded.find((one) => one.number === number && one.etag === etag);
    if (!part)
      throw new S3Error(400, "InvalidPart", "One or more of the specified parts could not be found.");
    return part;
  });
  if (parts.length === 0) throw new S3Error(400, "MalformedXML", "You must specify at least one part");
  if (parts.some(({ number }, at) => at > 0 && number <= (parts[at - 1] as Part).number))
    throw new S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
  if (parts.slice(0, -1).some(({ size }) => size < SMALLEST_PART))
    throw new S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
  return parts;
}

/** @returns whether the object must not exist yet */
function condition({ request }: S3Request): boolean {
  const { "if-none-match": none, "if-match": match } = request.headers;
  if (match !== undefined || (none !== undefined && none !== "*"))
    throw new S3Error(
      501,
      "NotImplemented",
      "A header you provided implies functionality that is not implemented: only If-None-Match: *",
    );
  return none === "*";
}

/** Where objects are retained, S3 takes bodies only with a checksum. */
function assertChecksum({ bucket, request }: S3Request): void {
  if (!bucket.locked) return;
  const given = Object.keys(request.headers).some(
    (name) =>
      name === "content-md5" ||
      name.startsWith("x-amz-checksum-") ||
      name === "x-amz-sdk-checksum-algorithm" ||
      name === "x-amz-trailer",
  );
  if (!given)
    throw new S3Error(
      400,
      "InvalidRequest",
      "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
    );
}

function assertKnownHeaders({ request }: S3Request): void {
  const unknown = Object.keys(request.headers).find((name) => name.startsWith("x-amz-") && !KNOWN.test(name));
  if (unknown)
    throw new S3Error(501, "NotImplemented", `The local stage does not support the header ${unknown}`);
}

function kept({ request }: S3Request): Record<string, string> {
  const entries = Object.entries(request.headers).filter(
    ([name]) => KEPT.includes(name) || name.startsWith("x-amz-meta-"),
  );
  const headers = Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join(",")]));
  const encoding = headers["content-encoding"]
    ?.split(",")
    .filter((one) => one.trim() !== "aws-chunked")
    .join(",");
  if (encoding) headers["content-encoding"] = encoding;
  else delete headers["content-encoding"];
  return { "content-type": "binary/octet-stream", ...headers };
}

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function xml({ response }: S3Request, body: string): void {
  response
    .writeHead(200, { "content-type": "application/xml" })
    .end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}

const exists = (): S3Error =>
  new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
const noSuchUpload = (): S3Error => new S3Error(404, "NoSuchUpload", "The specified upload does not exist.");
