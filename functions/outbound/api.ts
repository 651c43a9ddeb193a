import { systemClock } from "../../shared/runtime/clock.ts";
import { setting } from "../../shared/runtime/config.ts";
import type { Caller } from "../../shared/runtime/context.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { assertOwner } from "../../shared/runtime/identity.ts";
import { ulid } from "../../shared/runtime/ids.ts";
import { sendWork } from "../../shared/runtime/queue.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { newWebhookSecret } from "../../shared/runtime/webhook-signature.ts";
import { notFound } from "../../shared/values/problem.ts";
import { backlogStore } from "./delivery/backlog-store.ts";
import { hostStore } from "./delivery/host-store.ts";
import { leadsInside } from "./delivery/reach.ts";
import { sendTasks } from "./delivery/tasks.ts";
import { healthOf } from "./health.ts";
import { routes } from "./routes.ts";
import { outboundStore } from "./store.ts";
import { destination, forbiddenTarget, ownerOf, type Subscription, secretPlace } from "./subscription.ts";

const store = outboundStore();
const backlog = backlogStore();
const hosts = hostStore();
const open = setting("WEBHOOK_TARGETS") === "any";
const USUAL_PAGE = 100;

export const handler = httpApi(routes, {
  subscribe: async ({ body, caller }) => {
    const at = systemClock.now();
    const id = ulid(at);
    const url = destination(body.url, open);
    if (!open && (await leadsInside(url))) throw forbiddenTarget();
    const { secret: given, types, description = null } = body;
    const secret = given ?? newWebhookSecret();
    const sealed = (await openVault()).seal(secret, secretPlace(id));
    const made = { createdAt: at.toISOString(), createdBy: caller.sub, version: 1 };
    const place = { owner: ownerOf(caller), url: url.href, host: url.host };
    const subscription = { id, ...place, types: [...new Set(types)], description, secret: sealed, ...made };
    await store.add(subscription, at);
    return answer(201, { ...subscription, secret });
  },

  listSubscriptions: async ({ query, caller }) => {
    const owner = caller.roles.includes("admin") ? query.owner : ownerOf(caller);
    return answer(200, await store.page(owner, query.limit ?? USUAL_PAGE, query.cursor));
  },

  readSubscription: async ({ params, caller }) => answer(200, await existing(params.id, caller)),

  unsubscribe: async ({ params, caller }) => {
    const subscription = await existing(params.id, caller);
    await store.remove(subscription, systemClock.now());
    await sendTasks([{ host: subscription.host, subscriptions: [subscription.id] }]);
    return answer(204);
  },

  subscriptionHealth: async ({ params, caller }) =>
    answer(200, await healthOf(await existing(params.id, caller), { store, backlog, hosts })),

  listParked: async ({ params, query, caller }) => {
    const { id } = await existing(params.id, caller);
    const { items, cursor } = await backlog.parked(id, query.limit ?? USUAL_PAGE, query.cursor);
    return answer(200, { items: items.map(({ id: eventId, ...rest }) => ({ eventId, ...rest })), cursor });
  },

  replay: async ({ params, body, caller }) => {
    const { id } = await existing(params.id, caller);
    const at = systemClock.now();
    const [from, until] = [new Date(body.from).toISOString(), at.toISOString()];
    await store.beginReplay(id, { from, until, facts: 0, finished: false }, at);
    const task = { subscriptionId: id, from, until, day: from.slice(0, 10), facts: 0 };
    await sendWork("REPLAYS_QUEUE_URL", [task]);
    return answer(202, { id, from, until });
  },
});

/** Whoever may not see it learns no more than that somebody else's organisation has it. */
async function existing(id: string, caller: Caller): Promise<Subscription> {
  const subscription = await store.subscription(id);
  if (!subscription) throw notFound("没有此订阅", "There is no such subscription");
  assertOwner(routes.readSubscription.access, { ...caller, org: ownerOf(caller) }, subscription.owner);
  return subscription;
}
