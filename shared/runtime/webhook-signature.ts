import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Signatures of Standard Webhooks 1.0.0 (https://www.standardwebhooks.com), symmetric: HMAC-SHA256 over
 * `id.timestamp.body`, written as `v1,<base64>`; several of them in one header while secrets are exchanged.
 */
export interface WebhookMessage {
  /** `webhook-id`: the same for every attempt to deliver the same message. */
  id: string;
  /** When it is sent; the header carries whole seconds. */
  at: Date;
  /** The very bytes that travel: text means its UTF-8. */
  body: string | Uint8Array;
}

/** How far the sender's clock and the message's age may be off, either way. */
export const TOLERANCE_SECONDS = 300;

const PREFIX = "whsec_";
/** The specification asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** A new secret, e.g. `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw…`; with or without the prefix it means the same. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString("base64");

/** The three headers that a receiver verifies; one signature for each secret. */
export function webhookHeaders(secrets: readonly string[], message: WebhookMessage): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const signatures = secrets.map((secret) => `v1,${signature(secret, message.id, timestamp, message.body)}`);
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

export type WebhookRefusal = "signature-missing" | "timestamp-out-of-tolerance" | "signature-wrong";
export type WebhookVerdict = { id: string; refused?: never } | { refused: WebhookRefusal };

/** What is to be verified. Header names are in lower case, as HTTP gateways give them. */
export interface Received {
  headers: Record<string, string | undefined>;
  body: string | Uint8Array;
  /** Those that are valid now; one match is enough. */
  secrets: readonly string[];
  now: Date;
}

/** Tells whether a message is its sender's and fresh. Whether its id was seen before is up to the caller. */
export function verifyWebhook({ headers, body, secrets, now }: Received): WebhookVerdict {
  const id = headers["webhook-id"] ?? "";
  const timestamp = headers["webhook-timestamp"] ?? "";
  const given = signaturesIn(headers["webhook-signature"] ?? "");
  if (!ID.test(id) || !/^\d{1,12}$/.test(timestamp) || given.length === 0)
    return { refused: "signature-missing" };
  const off = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (off > TOLERANCE_SECONDS) return { refused: "timestamp-out-of-tolerance" };
  const right = secrets.map((secret) => signature(secret, id, timestamp, body));
  const matches = given.some((one) => right.some((other) => equal(one, other)));
  return matches ? { id } : { refused: "signature-wrong" };
}

/** A full stop in an id would let one message pass for another one: the parts are joined by it. */
const ID = /^[\w-]{1,128}$/;

/** Versions other than `v1` are for others; a header of a thousand guesses is none of ours. */
const signaturesIn = (header: string): string[] =>
  header
    .split(" ", MOST_SIGNATURES)
    .filter((part) => part.startsWith("v1,"))
    .map((part) => part.slice("v1,".length));
const MOST_SIGNATURES = 10;

function signature(secret: string, id: string, timestamp: string, body: string | Uint8Array): string {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64");
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
}

/** Compares in a time that tells nothing about where the two differ. */
function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
