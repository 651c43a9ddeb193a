import type { IncomingMessage, ServerResponse } from "node:http";
import type { Access } from "./access.ts";
import type { Kms } from "./kms.ts";
import { verify } from "./signature.ts";

/** Where the stage's KMS answers. */
export const KMS_PATH = "/_kms";

/** KMS over HTTP, JSON 1.1: signed calls of those whose policies allow them. */
export async function answerKms(
  kms: Kms,
  access: Access,
  now: () => Date,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks);
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  };
  const verdict = verify({
    method: request.method ?? "POST",
    url: request.url ?? "/",
    headers: request.headers,
    body: text,
    secretOf: (id) => access.secretOf(id),
    now: now(),
  });
  if ("code" in verdict) return send(400, { __type: verdict.code, message: verdict.message });
  const action = String(request.headers["x-amz-target"] ?? "").replace("TrentService.", "");
  const body = JSON.parse(text.toString() || "{}") as Record<string, unknown>;
  const key = action === "Decrypt" ? kms.keyOf(body["CiphertextBlob"]) : kms.arnOf(body["KeyId"]);
  if (key && !access.allows(verdict.accessKeyId, `kms:${action}`, key)) {
    return send(400, {
      __type: "AccessDeniedException",
      message: `not authorized to perform: kms:${action} on resource: ${key}`,
    });
  }
  const answer = kms.answer(action, body);
  send(answer.status, answer.body);
}
