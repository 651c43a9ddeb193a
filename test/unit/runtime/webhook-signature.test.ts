import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import {
  newWebhookSecret,
  type Received,
  verifyWebhook,
  webhookHeaders,
} from "../../../shared/runtime/webhook-signature.ts";

const at = new Date();
const body = JSON.stringify({ type: "x", 学校: "S001" });
const secret = newWebhookSecret();
const message = { id: "msg_1", at, body };

const received = (change: Partial<Received> = {}): Received => ({
  headers: webhookHeaders([secret], message),
  body,
  secrets: [secret],
  now: at,
  ...change,
});

describe("a webhook signature", () => {
  it("is the one of the specification's own example", () => {
    const example = {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    };
    expect(webhookHeaders(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], example)["webhook-signature"]).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  it("is what the official client verifies, and verifies what the official client signs", () => {
    expect(new Webhook(secret).verify(body, webhookHeaders([secret], message))).toEqual(JSON.parse(body));
    const signed = {
      ...webhookHeaders([], message),
      "webhook-signature": new Webhook(secret).sign("msg_1", at, body),
    };
    expect(verifyWebhook(received({ headers: signed }))).toEqual({ id: "msg_1" });
  });

  it("holds under either of two secrets, on either side, and the prefix means nothing", () => {
    const next = newWebhookSecret();
    expect(verifyWebhook(received({ secrets: [next, secret.replace("whsec_", "")] }))).toEqual({
      id: "msg_1",
    });
    expect(verifyWebhook(received({ headers: webhookHeaders([next, secret], message) }))).toEqual({
      id: "msg_1",
    });
  });

  it.each<[string, Partial<Received>, string]>([
    ["another body", { body: `${body} ` }, "signature-wrong"],
    ["another secret", { secrets: [newWebhookSecret()] }, "signature-wrong"],
    ["no secret at all", { secrets: [] }, "signature-wrong"],
    [
      "another id",
      { headers: { ...webhookHeaders([secret], message), "webhook-id": "msg_2" } },
      "signature-wrong",
    ],
    ["too old", { now: new Date(at.getTime() + 301_000) }, "timestamp-out-of-tolerance"],
    ["too new", { now: new Date(at.getTime() - 302_000) }, "timestamp-out-of-tolerance"],
    ["no headers", { headers: {} }, "signature-missing"],
    [
      "an id of two parts",
      { headers: webhookHeaders([secret], { ...message, id: "msg.1" }) },
      "signature-missing",
    ],
    ["a version of somebody else", { headers: versioned("v1a") }, "signature-missing"],
    ["no version", { headers: versioned("") }, "signature-missing"],
  ])("is refused: %s", (_, change, refused) => {
    expect(verifyWebhook(received(change))).toEqual({ refused });
  });

  it("bears five minutes either way", () => {
    for (const off of [-299_000, 299_000])
      expect(verifyWebhook(received({ now: new Date(at.getTime() + off) }))).toEqual({ id: "msg_1" });
  });

  it("has a secret of 32 bytes that is never the same", () => {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newWebhookSecret()).not.toBe(secret);
  });
});

function versioned(version: string): Record<string, string> {
  const headers = webhookHeaders([secret], message);
  return {
    ...headers,
    "webhook-signature": (headers["webhook-signature"] ?? "").replace("v1,", `${version},`),
  };
}
