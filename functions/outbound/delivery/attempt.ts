import { type ClientRequest, type IncomingMessage, request as plain } from "node:http";
import { request as secure } from "node:https";
import { webhookHeaders } from "../../../shared/runtime/webhook-signature.ts";
import type { Message } from "../telling/message.ts";
import { isPublic, literalAddress } from "./addresses.ts";
import type { Silence } from "./circuit.ts";
import { NotPublic, publicOnly } from "./reach.ts";

/** How an attempt ended: the receiver has taken it, or has said otherwise, or has said nothing. */
export type Outcome =
  | { kind: "delivered" }
  | { kind: "refused"; failure: string }
  | { kind: Silence; failure: string };

interface Attempt {
  url: URL;
  message: Message;
  secret: string;
  at: Date;
  /** Whether any address will do. */
  open: boolean;
}

/** For everything from the first packet to the last byte that is waited for. */
const TIME_LIMIT_MS = 10_000;

/** What a receiver says beside its status is of no use; this much of it is read so that it can end in peace. */
const MOST_BYTES = 64 * 1024;

/** Sends a message once. Whatever happens is an outcome; nothing is thrown. Redirects are refusals. */
export async function attempt({ url, message, secret, at, open }: Attempt): Promise<Outcome> {
  const literal = literalAddress(url);
  if (!open && literal !== null && !isPublic(literal)) return FORBIDDEN;
  const { id, body, contentType } = message;
  const headers = {
    ...webhookHeaders([secret], { id, at, body }),
    "content-type": contentType,
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "ronghe-webhooks/1",
  };
  const options = { method: "POST", headers, agent: false, ...(open ? {} : { lookup: publicOnly }) };
  return send((url.protocol === "https:" ? secure : plain)(url, options), body);
}

function send(request: ClientRequest, body: string): Promise<Outcome> {
  return new Promise((resolve) => {
    let status: number | undefined;
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      request.destroy();
    };
    const answered = (): void => end(status === undefined ? CUT_OFF : outcomeOf(status));
    const timer = setTimeout(() => end(status === undefined ? TIMEOUT : outcomeOf(status)), TIME_LIMIT_MS);
    request.on("response", (response) => {
      status = response.statusCode ?? 0;
      readSome(response, answered);
    });
    request.on("error", (cause) => (status === undefined ? end(silenceOf(cause)) : answered()));
    request.on("close", answered);
    request.end(body);
  });
}

function readSome(response: IncomingMessage, done: () => void): void {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) done();
  });
  response.on("end", done);
  response.on("error", done);
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  return { kind: "refused", failure: status >= 300 && status < 400 ? "redirect" : `status-${status}` };
}

const FORBIDDEN: Outcome = { kind: "refused", failure: "address-not-public" };
const TIMEOUT: Outcome = { kind: "timeout", failure: "timeout" };
const CUT_OFF: Outcome = { kind: "unreachable", failure: "connection-closed" };

/** Only what Node's own errors call themselves is told: their texts name addresses. */
function silenceOf(cause: Error): Outcome {
  if (cause instanceof NotPublic) return FORBIDDEN;
  const code = (cause as NodeJS.ErrnoException).code ?? "connection-failed";
  return { kind: "unreachable", failure: code.toLowerCase().replaceAll("_", "-") };
}
