import { createHash } from "node:crypto";
import { AwsError, endpointOf, signerFor } from "./aws.ts";

const ATTEMPTS = 3;

/**
 * Writes an object of some megabytes in one go, for functions that answer people: the S3 client alone would double
 * their bundles. Workers have `openBucket`.
 */
export async function putObject(
  bucket: string,
  key: string,
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<void> {
  const url = new URL(key.split("/").map(encodeURIComponent).join("/"), endpointOf("s3", bucket));
  const hash = createHash("sha256").update(body).digest("hex");
  for (let attempt = 1; ; attempt++) {
    const { headers } = await signerFor("s3").sign({
      method: "PUT",
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      headers: { host: url.host, "content-type": contentType, "x-amz-content-sha256": hash },
    });
    const { host: _, ...sent } = headers;
    const answer = await fetch(url, { method: "PUT", headers: sent, body }).then(
      async (response) => ({ status: response.status, text: await response.text() }),
      (cause: Error) => ({ status: 0, text: cause.message }),
    );
    if (answer.status >= 200 && answer.status < 300) return;
    const passing = answer.status === 0 || answer.status >= 500;
    if (!passing || attempt === ATTEMPTS) throw new AwsError("s3", answer.status, answer.text);
    await new Promise((resolve) => setTimeout(resolve, 50 * 4 ** attempt * Math.random()));
  }
}
