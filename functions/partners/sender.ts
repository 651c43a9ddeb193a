import { ConditionFailed } from "../../shared/runtime/table.ts";
import type { Vault } from "../../shared/runtime/vault.ts";
import { verifyWebhook, type WebhookRefusal } from "../../shared/runtime/webhook-signature.ts";
import { sha256 } from "../../shared/values/canonical.ts";
import { Problem } from "../../shared/values/problem.ts";
import { liveSecrets, type Partner } from "./partner.ts";
import type { PartnerStore } from "./store.ts";
import { callerFrom } from "./token.ts";

/** A request as it came in; `text` are its very bytes. */
export interface Sent {
  headers: Record<string, string | undefined>;
  text: string;
}

export const secretPlace = (partnerId: string): string => `partner/${partnerId}/secret`;

/**
 * The partner who sent this, by its signature or its token.
 * @throws Problem 401 for what proves nothing, 403 for who may not, 409 for a message that was delivered before
 */
export async function senderOf(sent: Sent, store: PartnerStore, vault: Vault, at: Date): Promise<Partner> {
  const { headers } = sent;
  const partner = headers["webhook-signature"]
    ? await signedBy(sent, store, vault, at)
    : await bearing(headers, store);
  if (partner.status === "suspended") throw suspended();
  return partner;
}

async function signedBy({ headers, text }: Sent, store: PartnerStore, vault: Vault, at: Date) {
  const partnerId = headers["ronghe-partner"] ?? "";
  const partner = ID.test(partnerId) ? await store.partner(partnerId) : undefined;
  const secrets = partner
    ? liveSecrets(partner, at).map(({ sealed }) => vault.open(sealed, secretPlace(partnerId)))
    : [];
  const verdict = verifyWebhook({ headers, body: text, secrets, now: at });
  if (verdict.refused) throw unproven(verdict.refused);
  if (!partner) throw unproven("signature-wrong");
  const message = { partnerId, id: verdict.id, timestamp: headers["webhook-timestamp"] ?? "" };
  await assertNew({ ...message, body: sha256(bodyOf(headers, text)) }, store, at);
  return partner;
}

/**
 * A message is delivered anew under its id with a later timestamp, which is signed too. The same timestamp again is a
 * copy in somebody else's hands, as is another body; attributes in headers are not signed, so they belong to it here.
 */
async function assertNew(message: Parameters<PartnerStore["seen"]>[0], store: PartnerStore, at: Date) {
  const before = await store.seen(message, at).catch((cause: unknown) => {
    if (cause instanceof ConditionFailed) throw replayed();
    throw cause;
  });
  if (before && before.timestamp === message.timestamp) throw replayed();
  if (before && before.body !== message.body) throw reused();
}

const bodyOf = (headers: Sent["headers"], text: string): string => {
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith("ce-"));
  return JSON.stringify([attributes.toSorted(([a], [b]) => (a < b ? -1 : 1)), text]);
};

async function bearing(headers: Sent["headers"], store: PartnerStore): Promise<Partner> {
  if (!headers["authorization"]) throw unproven("signature-missing");
  const { roles, org } = await callerFrom(headers["authorization"]);
  const named = headers["ronghe-partner"] ?? org;
  const partner =
    roles.includes("partner") && org !== null && named === org ? await store.partner(org) : undefined;
  if (!partner) throw notAPartner();
  return partner;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

const UNPROVEN: Record<WebhookRefusal, [zh: string, en: string]> = {
  "signature-missing": [
    "须有签名（webhook-id、webhook-timestamp、webhook-signature）或令牌",
    "Sign the request (webhook-id, webhook-timestamp, webhook-signature), or send a token",
  ],
  "timestamp-out-of-tolerance": [
    "webhook-timestamp 与当前时间相差超过五分钟",
    "webhook-timestamp is more than five minutes off",
  ],
  "signature-wrong": ["伙伴或签名不符", "The partner or the signature is wrong"],
};

function unproven(code: WebhookRefusal): Problem {
  const [zh, en] = UNPROVEN[code];
  return new Problem({ status: 401, code, zh, en });
}

const notAPartner = () =>
  new Problem({
    status: 403,
    code: "not-a-partner",
    zh: "令牌须有 partner 角色，org 为已登记的伙伴",
    en: "The token needs the role partner, and an org that is a registered partner",
  });

const suspended = () =>
  new Problem({ status: 403, code: "partner-suspended", zh: "该伙伴已暂停", en: "The partner is suspended" });

const replayed = () =>
  new Problem({
    status: 409,
    code: "webhook-replayed",
    zh: "该消息已收到过；重新投递请用新的时间戳重新签名",
    en: "This message was received before; to deliver it again, sign it with a new timestamp",
  });

const reused = () =>
  new Problem({
    status: 409,
    code: "webhook-id-reused",
    zh: "该 webhook-id 已用于另一内容",
    en: "This webhook-id was used for another body",
  });
