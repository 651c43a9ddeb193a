import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stage, startStage } from "../../../infra/local/stage.ts";
import { synthesiseSample } from "./sample/app.ts";

let folder: string;
let stage: Stage;
let s3: S3Client;
let Bucket: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stage-"));
  // the stage's time is months from the machine's: signatures and tokens must go by the former
  stage = await startStage({
    dir: join(folder, "state"),
    assembly: await synthesiseSample(folder),
    now: new Date(),
  });
  const { region, credentials } = stage;
  s3 = new S3Client({ endpoint: stage.endpoints.s3, region, credentials });
  Bucket = stage.bucket("files");
});

afterAll(async () => {
  await stage?.stop();
  await rm(folder, { recursive: true });
});

describe("the SDK's S3 client", () => {
  it("writes and reads with checksums, streams, ranges and metadata", async () => {
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "a/中文 1.txt",
        Body: "hello",
        ContentType: "text/plain",
        Metadata: { who: "me" },
      }),
    );
    const stream = Readable.from([Buffer.from("wor"), Buffer.from("ld")]);
    await s3.send(new PutObjectCommand({ Bucket, Key: "a/2", Body: stream, ContentLength: 5 }));
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: "a/中文 1.txt", Range: "bytes=1-3" }));
    expect([
      await read.Body?.transformToString(),
      read.ContentRange,
      read.ContentType,
      read.Metadata,
    ]).toEqual(["ell", "bytes 1-3/5", "text/plain", { who: "me" }]);
    const whole = await s3.send(new GetObjectCommand({ Bucket, Key: "a/2" }));
    expect(await whole.Body?.transformToString()).toBe("world");
    const list = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "a/", MaxKeys: 1 }));
    expect([list.Contents?.[0]?.Key, list.IsTruncated]).toEqual(["a/2", true]);
    const rest = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: "a/", ContinuationToken: list.NextContinuationToken }),
    );
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(["a/中文 1.txt"]);
  });

  it("is told of what is missing, of a wrong checksum and of what the stage does not do", async () => {
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "nothing" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: "nothing" }))).rejects.toMatchObject({
      name: "NoSuchKey",
    });
    await expect(
      s3.send(
        new PutObjectCommand({
          Bucket,
          Key: "x",
          Body: "a",
          ChecksumSHA256: createHash("sha256").update("b").digest("base64"),
        }),
      ),
    ).rejects.toMatchObject({ name: "BadDigest" });
    await expect(
      s3.send(new PutObjectTaggingCommand({ Bucket, Key: "a/2", Tagging: { TagSet: [] } })),
    ).rejects.toMatchObject({ name: "NotImplemented" });
  });

  it("uploads in parts, create-only, and the object is announced once", async () => {
    const Key = "in/parts";
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const Parts = [];
    for (const [at, size] of [5 << 20, 100].entries()) {
      const PartNumber = at + 1;
      const { ETag } = await s3.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: Buffer.alloc(size, "ab") }),
      );
      Parts.push({ PartNumber, ETag });
    }
    const completion = { Bucket, Key, UploadId, MultipartUpload: { Parts }, IfNoneMatch: "*" };
    const { ETag } = await s3.send(new CompleteMultipartUploadCommand(completion));
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe((5 << 20) + 100);
    const other = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId: other.UploadId, PartNumber: 1, Body: "x" }),
    );
    const late = {
      ...completion,
      UploadId: other.UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] },
    };
    await expect(s3.send(new CompleteMultipartUploadCommand(late))).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
  });

  it("takes files far larger than the emulators would", async () => {
    const chunk = randomBytes(1 << 20);
    const count = 24;
    const ContentLength = count * chunk.length;
    const command = new PutObjectCommand({ Bucket, Key: "large", ContentLength });
    const url = await getSignedUrl(s3, command, { expiresIn: 60, signingDate: stage.now() });
    const headers = { "content-length": String(ContentLength) };
    const body = Readable.from(Array.from({ length: count }, () => chunk));
    const init = { method: "PUT", body, duplex: "half", headers } as unknown as RequestInit;
    expect((await fetch(url, init)).status).toBe(200);
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: "large" }));
    const md5 = createHash("md5");
    for (let at = 0; at < count; at++) md5.update(chunk);
    expect(ETag).toBe(`"${md5.digest("hex")}"`);
  });
});

describe("the SDK's SQS client", () => {
  it("reaches the queues with any credentials", async () => {
    const sqs = new SQSClient({
      endpoint: stage.endpoints.sqs,
      region: stage.region,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
    });
    const QueueUrl = stage.queueUrl("heard");
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"type":"direct","id":"1"}' }));
    await stage.settle(10_000);
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toBeUndefined();
    expect(
      await stage.invoke("api", { pathParameters: { what: "item" }, body: '{"pk":"heard-direct-1"}' }),
    ).toMatchObject({ value: "yes" });
  });
});

describe("the identity provider", () => {
  const form = (fields: Record<string, string>): RequestInit => ({
    method: "POST",
    body: new URLSearchParams(fields),
  });

  it("gives machines tokens that the gateway takes", async () => {
    const fields = { grant_type: "client_credentials", client_id: "machine-finance", client_secret: "local" };
    const answer = (await (await fetch(`${stage.url}/oidc/token`, form(fields))).json()) as {
      access_token: string;
    };
    const keys = createRemoteJWKSet(new URL(`${stage.url}/oidc/jwks`));
    const { payload } = await jwtVerify(answer.access_token, keys, {
      issuer: `${stage.url}/oidc`,
      audience: "ronghe",
      currentDate: stage.now(),
    });
    expect(payload).toMatchObject({ roles: ["finance"], sub: "machine-finance" });
    const closed = await fetch(`${stage.url}/closed`, {
      headers: { authorization: `Bearer ${answer.access_token}` },
    });
    expect(closed.status).toBe(200);
  });

  it("signs people in by code and PKCE, whom they choose to be", async () => {
    await stage.clock(new Date(stage.now().getTime() + 40 * 24 * 3600_000).toISOString());
    const verifier = randomBytes(32).toString("base64url");
    const redirect_uri = `${stage.url}/callback`;
    const asked = {
      client_id: "portal",
      response_type: "code",
      scope: "openid profile",
      redirect_uri,
      state: "s",
      code_challenge_method: "S256",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    };
    const jar = new Map<string, string>();
    const visit = async (url: string, init: RequestInit = {}): Promise<Response> => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(new URL(url, stage.url), {
        ...init,
        headers: { cookie },
        redirect: "manual",
      });
      for (const set of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        jar.set(name, value);
      }
      return response;
    };
    const authorise = await visit(`/oidc/auth?${new URLSearchParams(asked)}`);
    const page = authorise.headers.get("location") ?? "";
    expect(await (await visit(page)).text()).toContain("财政经办");
    const chosen = await visit(page, form({ role: "enterprise", org: "91411200MA0000001X" }));
    const back = await visit(chosen.headers.get("location") ?? "");
    const location = new URL(back.headers.get("location") ?? "");
    expect([location.origin + location.pathname, location.searchParams.get("state")]).toEqual([
      redirect_uri,
      "s",
    ]);
    const code = location.searchParams.get("code") ?? "";
    const exchange = {
      grant_type: "authorization_code",
      client_id: "portal",
      code,
      redirect_uri,
      code_verifier: verifier,
    };
    const tokens = (await (await fetch(`${stage.url}/oidc/token`, form(exchange))).json()) as {
      access_token: string;
      id_token: string;
    };
    expect(decodeJwt(tokens.id_token)).toMatchObject({ sub: "enterprise-91411200MA0000001X", aud: "portal" });
    const closed = await fetch(`${stage.url}/closed`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    const { requestContext } = (await closed.json()) as {
      requestContext: { authorizer: { jwt: { claims: unknown } } };
    };
    expect(requestContext.authorizer.jwt.claims).toMatchObject({
      roles: "[enterprise]",
      org: "91411200MA0000001X",
    });
  });

  it("has a short cut, closed to pages from elsewhere", async () => {
    const ask = (body: string): Promise<Response> =>
      fetch(`${stage.url}/dev/token`, { method: "POST", body });
    const answer = (await (await ask('{"roles":["unit"],"org":"u1"}')).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
    expect(decodeJwt(String(answer["access_token"]))).toMatchObject({
      roles: ["unit"],
      org: "u1",
      sub: "unit-u1",
      aud: "ronghe",
    });
    expect((await ask("{}")).status).toBe(400);
    expect((await ask("no")).status).toBe(400);
  });
});
