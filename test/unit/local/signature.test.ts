import type { IncomingHttpHeaders } from "node:http";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, it } from "vitest";
import { verify } from "../../../infra/local/signature.ts";

const SECRET = "secret";
const NOW = new Date("2026-07-01T01:00:00Z");
const s3 = new S3Client({
  endpoint: "http://127.0.0.1:4000/_s3",
  region: "ap-east-1",
  forcePathStyle: true,
  requestChecksumCalculation: "WHEN_REQUIRED",
  credentials: { accessKeyId: "AKIA1", secretAccessKey: SECRET },
});
const signed = new Set(["content-length", "content-type", "if-none-match"]);
const put = (): Promise<string> =>
  getSignedUrl(
    s3,
    new PutObjectCommand({
      Bucket: "b",
      Key: "a/文 件+1.txt",
      ContentLength: 5,
      ContentType: "text/csv",
      IfNoneMatch: "*",
    }),
    {
      expiresIn: 60,
      signingDate: NOW,
      signableHeaders: signed,
      unhoistableHeaders: signed,
    },
  );

const HEADERS: IncomingHttpHeaders = {
  host: "127.0.0.1:4000",
  "content-length": "5",
  "content-type": "text/csv",
  "if-none-match": "*",
};

function code(link: string, headers = HEADERS, now = NOW, method = "PUT"): string {
  const { pathname, search } = new URL(link);
  const secretOf = (id: string): string | undefined => (id === "AKIA1" ? SECRET : undefined);
  const verdict = verify({ method, url: pathname + search, headers, now, secretOf });
  return "code" in verdict ? `${verdict.code}: ${verdict.message}`.slice(0, 40) : "ok";
}

describe("a presigned URL of the SDK", () => {
  it("is good with exactly the signed headers", async () => {
    const link = await put();
    expect(code(link)).toBe("ok");
    expect(code(link, { ...HEADERS, "content-length": "6" })).toMatch(/^SignatureDoesNotMatch/);
    expect(code(link, { ...HEADERS, "content-type": "text/plain" })).toMatch(/^SignatureDoesNotMatch/);
    expect(code(link, { ...HEADERS, "if-none-match": undefined })).toMatch(/^SignatureDoesNotMatch/);
    expect(code(link, { ...HEADERS, "x-amz-acl": "public-read" })).toMatch(/^AccessDenied/);
    expect(code(link, HEADERS, NOW, "GET")).toMatch(/^SignatureDoesNotMatch/);
  });

  it("is good for its time", async () => {
    const link = await put();
    expect(code(link, HEADERS, new Date("2026-07-01T01:01:00Z"))).toBe("ok");
    expect(code(link, HEADERS, new Date("2026-07-01T01:01:01Z"))).toBe("AccessDenied: Request has expired");
    expect(code(link, HEADERS, new Date("2026-06-30T01:00:00Z"))).toMatch(/^AccessDenied/);
    expect(code(link.replace("X-Amz-Expires=60", "X-Amz-Expires=600"))).toMatch(/^SignatureDoesNotMatch/);
  });

  it("is good for its object and its answer", async () => {
    const command = new GetObjectCommand({
      Bucket: "b",
      Key: "a b",
      ResponseContentDisposition: 'attachment; filename="a (1).csv"',
    });
    const link = await getSignedUrl(s3, command, { expiresIn: 60, signingDate: NOW });
    const headers = { host: "127.0.0.1:4000" };
    expect(code(link, headers, NOW, "GET")).toBe("ok");
    expect(code(link.replace("a%20b", "a%20c"), headers, NOW, "GET")).toMatch(/^SignatureDoesNotMatch/);
    expect(code(link.replace("attachment", "inline"), headers, NOW, "GET")).toMatch(/^SignatureDoesNotMatch/);
  });

  it("is worth nothing from a stranger, or without a signature", async () => {
    expect(code((await put()).replace("AKIA1", "AKIA2"))).toMatch(/^InvalidAccessKeyId/);
    expect(code("http://127.0.0.1:4000/_s3/b/a")).toMatch(/^AccessDenied/);
  });
});
