import type { Plugin } from "esbuild";

/**
 * What stands in for AWS's clients where thousands of cities have to live: the same commands and errors, tried again as
 * the SDK does it, but neither signed nor sent through streams, which is nine tenths of a call's time.
 */
const SHARED = `
  import { answering } from "chaos:aws";
  const PASSING = /Throttl|ProvisionedThroughput|InternalServerError|RequestLimitExceeded/;
  const pause = (attempt) => new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt * Math.random()));
  export async function tried(call, failureOf) {
    for (let attempt = 1; ; attempt++) {
      const wire = await answering(call).catch((cause) => ({ cause }));
      const failure = wire.cause ?? (wire.status >= 300 ? failureOf(wire) : undefined);
      if (!failure) return wire;
      const passing = wire.cause || PASSING.test(failure.name);
      if (!passing || attempt === 6) throw failure;
      await pause(attempt);
    }
  }
  export const command = (operation) => class { constructor(input) { this.operation = operation; this.input = input; } };
  export const stack = { add() {}, remove() {} };`;

const CLIENT_DYNAMODB = `
  import { stack } from "chaos:shared";
  export class DynamoDBClient { middlewareStack = stack; config = {}; }
  export class TransactionCanceledException extends Error {}`;

const LIB_DYNAMODB = `
  import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
  import { command, tried } from "chaos:shared";
  const write = (value) => {
    if (value === null) return { NULL: true };
    if (typeof value === "string") return { S: value };
    if (typeof value === "number") return { N: String(value) };
    if (typeof value === "boolean") return { BOOL: value };
    if (Array.isArray(value)) return { L: value.filter((one) => one !== undefined).map(write) };
    return { M: writeAll(value) };
  };
  const writeAll = (item) =>
    Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined).map(([name, value]) => [name, write(value)]));
  const read = (value) => {
    if ("S" in value) return value.S;
    if ("N" in value) return Number(value.N);
    if ("BOOL" in value) return value.BOOL;
    if ("L" in value) return value.L.map(read);
    if ("M" in value) return readAll(value.M);
    return null;
  };
  const readAll = (item) => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, read(value)]));
  const ITEMS = new Set(["Item", "Key", "ExpressionAttributeValues", "ExclusiveStartKey", "LastEvaluatedKey", "Attributes"]);
  const LISTS = new Set(["Items", "Keys"]);
  const converted = (body, all, one) => {
    if (Array.isArray(body)) return body.map((part) => converted(part, all, one));
    if (body === null || typeof body !== "object") return body;
    return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined).map(([name, value]) => {
      if (ITEMS.has(name)) return [name, all(value)];
      if (LISTS.has(name)) return [name, value.map(all)];
      if (name === "Parameters") return [name, value.map(one)];
      if (name === "Responses" && !Array.isArray(value))
        return [name, Object.fromEntries(Object.entries(value).map(([table, items]) => [table, items.map(all)]))];
      return [name, converted(value, all, one)];
    }));
  };
  const failureOf = ({ body }) => {
    const { __type, message, ...more } = JSON.parse(body);
    const name = __type.split("#").at(-1);
    const failure = name === "TransactionCanceledException" ? new TransactionCanceledException(message) : new Error(message);
    return Object.assign(failure, more, { name });
  };
  let tokens = 0;
  export class DynamoDBDocumentClient {
    static from() { return new DynamoDBDocumentClient(); }
    async send({ operation, input }) {
      const body = converted(input, writeAll, write);
      if (operation === "TransactWriteItems") body.ClientRequestToken = String(Math.random()) + ++tokens;
      const headers = { "x-amz-target": "DynamoDB_20120810." + operation };
      const wire = await tried({ service: "dynamodb", operation, method: "POST", path: "/", query: new URLSearchParams(), headers, body: Buffer.from(JSON.stringify(body)) }, failureOf);
      return converted(JSON.parse(wire.body), readAll, read);
    }
  }
  export const GetCommand = command("GetItem");
  export const PutCommand = command("PutItem");
  export const DeleteCommand = command("DeleteItem");
  export const UpdateCommand = command("UpdateItem");
  export const QueryCommand = command("Query");
  export const BatchGetCommand = command("BatchGetItem");
  export const BatchWriteCommand = command("BatchWriteItem");
  export const TransactWriteCommand = command("TransactWriteItems");
  export const BatchExecuteStatementCommand = command("BatchExecuteStatement");`;

const CLIENT_S3 = `
  import { Readable } from "node:stream";
  import { command, tried } from "chaos:shared";
  const failureOf = ({ status, body }) =>
    Object.assign(new Error("S3 answered " + status), { name: /<Code>(\\w+)/.exec(String(body))?.[1] ?? (status === 404 ? "NotFound" : "Unknown") });
  export class S3Client {
    async send({ operation, input: { Bucket, Key, Body = "", Range, UploadId, PartNumber } }) {
      const query = new URLSearchParams({
        ...(operation === "POST begin" ? { uploads: "" } : {}),
        ...(UploadId ? { uploadId: UploadId } : {}),
        ...(PartNumber ? { partNumber: String(PartNumber) } : {}),
      });
      const method = operation.split(" ")[0];
      const path = "/" + Bucket + "/" + Key.split("/").map(encodeURIComponent).join("/");
      const headers = Range ? { range: Range } : {};
      const wire = await tried({ service: "s3", operation: method, method, path, query, headers, body: Buffer.from(Body) }, failureOf);
      const uploadId = /<UploadId>([^<]+)/.exec(String(wire.body))?.[1];
      return {
        ContentLength: Number(wire.headers["content-length"] ?? 0),
        ETag: wire.headers.etag,
        ...(method === "GET" ? { Body: Readable.from([Buffer.from(wire.body)]) } : {}),
        ...(uploadId ? { UploadId: uploadId } : {}),
      };
    }
  }
  export const GetObjectCommand = command("GET");
  export const HeadObjectCommand = command("HEAD");
  export const PutObjectCommand = command("PUT");
  export const CreateMultipartUploadCommand = command("POST begin");
  export const UploadPartCommand = command("PUT part");
  export const CompleteMultipartUploadCommand = command("POST complete");
  export const AbortMultipartUploadCommand = command("DELETE");`;

const SIGNATURE = `
  export class SignatureV4 {
    async sign(request) { return request; }
    async presign(request) { return { ...request, query: { "X-Amz-Signature": "none" } }; }
  }`;

const STAND_INS: Record<string, string> = {
  "chaos:shared": SHARED,
  "@aws-sdk/client-dynamodb": CLIENT_DYNAMODB,
  "@aws-sdk/lib-dynamodb": LIB_DYNAMODB,
  "@aws-sdk/client-s3": CLIENT_S3,
  "@smithy/signature-v4": SIGNATURE,
};

/** Puts them in; an import that one of them cannot satisfy fails the build by its name. */
export const quickSdk: Plugin = {
  name: "quick-sdk",
  setup(build) {
    build.onResolve({ filter: /^chaos:aws$/ }, ({ path }) => ({ path, external: true }));
    build.onResolve({ filter: /^(chaos:shared|@aws-sdk\/|@smithy\/)/ }, ({ path }) =>
      path in STAND_INS ? { path, namespace: "quick-sdk" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "quick-sdk" }, ({ path }) => ({
      contents: STAND_INS[path] ?? "",
      loader: "js",
      resolveDir: import.meta.dirname,
    }));
  },
};
