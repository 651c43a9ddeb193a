import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { assertOwner } from "../../shared/runtime/identity.ts";
import { randomText } from "../../shared/runtime/ids.ts";
import { ConditionFailed } from "../../shared/runtime/table.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { newWebhookSecret } from "../../shared/runtime/webhook-signature.ts";
import { notFound, Problem } from "../../shared/values/problem.ts";
import { OVERLAP_HOURS, type Partner, rotated, withStatus } from "./partner.ts";
import { keyOf } from "./receipt.ts";
import { adminRoutes } from "./routes.ts";
import { secretPlace } from "./sender.ts";
import { partnerStore } from "./store.ts";

const store = partnerStore();
const now = () => systemClock.now();

export const handler = httpApi(adminRoutes, {
  addPartner: async ({ body: { partnerId = `P${randomText(10)}`, name = partnerId, ...body } }) => {
    const [sources, types] = [[...new Set(body.sources)], [...new Set(body.types)]];
    const { secret, sealed } = await newSecret(partnerId);
    const partner: Partner = {
      ...{ partnerId, name, sources, types, status: "active" },
      secrets: [{ sealed, since: now().toISOString(), until: null }],
      version: 1,
    };
    await store.add(partner, now()).catch(taken);
    return answer(201, { ...partner, secret });
  },

  listPartners: async ({ query }) => answer(200, await store.partners(query.limit ?? 100, query.cursor)),

  rotateSecret: async ({ params, body: { overlapHours = OVERLAP_HOURS } }) => {
    const partner = await existing(params.partnerId);
    const { secret, sealed } = await newSecret(partner.partnerId);
    const next = rotated(partner, sealed, overlapHours, now());
    await store.change(next, { action: "partner.secret-rotated" }, now()).catch(changedMeanwhile);
    return answer(200, { ...next, secret });
  },

  changePartnerStatus: async ({ params, body: { status, reason } }) => {
    const next = withStatus(await existing(params.partnerId), status);
    await store.change(next, { action: `partner.${status}`, why: reason }, now()).catch(changedMeanwhile);
    return answer(200, next);
  },

  listPartnerEvents: async ({ params: { partnerId }, query }) =>
    answer(200, await store.receiptsOf(partnerId, query.limit ?? 100, query.cursor)),

  getEvent: async ({ params, caller }) => {
    const receipt = await store.receipt(keyOf(params));
    if (!receipt) throw notFound("没有收到此事件", "No such event was taken");
    assertOwner(adminRoutes.getEvent.access, caller, receipt.partnerId);
    return answer(200, receipt);
  },
});

async function newSecret(partnerId: string): Promise<{ secret: string; sealed: string }> {
  const secret = newWebhookSecret();
  return { secret, sealed: (await openVault()).seal(secret, secretPlace(partnerId)) };
}

async function existing(partnerId: string): Promise<Partner> {
  const partner = await store.partner(partnerId);
  if (!partner) throw notFound("没有此伙伴", "There is no such partner");
  return partner;
}

function taken(cause: unknown): never {
  if (!(cause instanceof ConditionFailed)) throw cause;
  const [code, zh, en, pointer] =
    cause.index === 0
      ? (["partner-exists", "伙伴编号已被使用", "The partner's id is taken", "/partnerId"] as const)
      : (["source-taken", "该来源属于另一伙伴", "A source is another partner's", "/sources"] as const);
  throw new Problem({ status: 409, code, zh, en, pointer });
}
