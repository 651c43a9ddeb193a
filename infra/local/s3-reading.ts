import { pipeline } from "node:stream/promises";
import type { StoredObject } from "./object-store.ts";
import type { S3Request } from "./s3.ts";
import { escapeXml, S3Error } from "./s3-errors.ts";

/** What a request may have the answer say instead of what the object says. */
const OVERRIDES = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];
const MOST_KEYS = 1000;

/** GetObject and HeadObject, with ranges, conditions and the overrides of the response's headers. */
export async function getObject({
  request,
  response,
  bucket,
  key,
  query,
  options,
  demand,
  may,
}: S3Request): Promise<void> {
  demand("s3:GetObject");
  const object = options.store.find(bucket.name, key);
  if (!object) {
    // S3 tells only those who may list the bucket that there is no such object
    if (!may("s3:ListBucket", true)) throw S3Error.denied("s3:ListBucket");
    throw new S3Error(404, "NoSuchKey", "The specified key does not exist.");
  }
  const etag = `"${object.etag}"`;
  const { "if-match": wanted, "if-none-match": known } = request.headers;
  if (wanted && wanted !== etag && wanted !== "*")
    throw new S3Error(
      412,
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
    );
  if (known && (known === etag || known === "*")) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const range = rangeOf(request.headers.range, object);
  const headers: Record<string, string | number> = {
    ...object.headers,
    etag,
    "last-modified": new Date(object.modified).toUTCString(),
    "accept-ranges": "bytes",
    "content-length": range.end - range.start + 1,
  };
  if (range.partial) headers["content-range"] = `bytes ${range.start}-${range.end}/${object.size}`;
  for (const name of OVERRIDES) {
    const override = query.get(`response-${name}`);
    if (override !== null) headers[name] = override;
  }
  response.writeHead(range.partial ? 206 : 200, headers);
  if (request.method === "HEAD" || object.size === 0) {
    response.end();
    return;
  }
  // a client that hangs up half way is no error of the stage
  await pipeline(options.store.read(object, range), response).catch(() => response.destroy());
}

function rangeOf(
  header: string | undefined,
  { size }: StoredObject,
): { start: number; end: number; partial: boolean } {
  const whole = { start: 0, end: size - 1, partial: false };
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return whole;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size || start > end)
    throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
  return { start, end, partial: true };
}

/** ListObjectsV2, with prefix and continuation, without delimiter. */
export async function listObjects({ response, bucket, query, options, demand }: S3Request): Promise<void> {
  demand("s3:ListBucket");
  const unknown = [...query.keys()].find((name) => name === "delimiter" || name === "encoding-type");
  if (unknown && query.get(unknown))
    throw new S3Error(501, "NotImplemented", `The local stage does not list with ${unknown}`);
  const most = Math.min(Number(query.get("max-keys") ?? MOST_KEYS), MOST_KEYS);
  const after = query.get("continuation-token") ?? query.get("start-after") ?? "";
  const found = options.store.list(bucket.name, query.get("prefix") ?? "", after, most + 1);
  const page = found.slice(0, most);
  const truncated = found.length > most;
  const contents = page.map(
    ({ key, size, etag, modified }) =>
      `<Contents><Key>${escapeXml(key)}</Key><LastModified>${modified}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const next = truncated
    ? `<NextContinuationToken>${escapeXml(page.at(-1)?.key ?? "")}</NextContinuationToken>`
    : "";
  const head = `<Name>${bucket.name}</Name><Prefix>${escapeXml(query.get("prefix") ?? "")}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${truncated}</IsTruncated>`;
  response.writeHead(200, { "content-type": "application/xml" });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult>${head}${next}${contents.join("")}</ListBucketResult>`,
  );
}
