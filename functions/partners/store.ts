import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { alreadyDone } from "../../shared/runtime/conflicts.ts";
import { type Item, openTable, type Write } from "../../shared/runtime/table.ts";
import { sha256 } from "../../shared/values/canonical.ts";
import type { Partner } from "./partner.ts";
import type { Receipt } from "./receipt.ts";

/** A signed message as it is remembered, for longer than one may be under way. */
export interface SeenMessage {
  partnerId: string;
  /** `webhook-id`, and what tells one attempt to deliver it from another. */
  id: string;
  timestamp: string;
  body: string;
}
interface Seen extends Item {
  timestamp: string;
  body: string;
}

/** A day is many times what a signature is good for. */
const SEEN_SECONDS = 86_400;

const partnerKey = (partnerId: string) => ({ pk: `PARTNER#${partnerId}`, sk: "PROFILE" });
const receiptKey = (event: string) => ({ pk: `EVENT#${event}`, sk: "RECEIPT" });

export type PartnerStore = ReturnType<typeof partnerStore>;

export function partnerStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    partner: (partnerId: string) => table.get<Partner>(partnerKey(partnerId)),

    partners: (limit: number, cursor?: string) =>
      table.page<Partner>({ pk: "PARTNERS", index: "gsi1", limit, cursor }),

    /** A source is one partner's. @throws ConditionFailed: 0 the partner exists, from 1 on a source is another's */
    async add(partner: Partner, at: Date): Promise<void> {
      const { partnerId, sources } = partner;
      const claims = sources.map(
        (source): Write => ({ put: { pk: `SOURCE#${source}`, sk: "PARTNER", partnerId }, when: "absent" }),
      );
      await commit(table, {
        writes: [{ put: partnerItem(partner), when: "absent" }, ...claims],
        changes: [
          { subject: `partner/${partnerId}`, action: "partner.added", to: { sources, types: partner.types } },
        ],
        at,
      });
    },

    /** @throws ConditionFailed when it has changed meanwhile */
    async change(next: Partner, change: { action: string; why?: string }, at: Date): Promise<void> {
      await commit(table, {
        writes: [{ put: partnerItem(next), when: { version: next.version - 1 } }],
        changes: [{ subject: `partner/${next.partnerId}`, to: next.status, ...change }],
        at,
      });
    },

    /** Remembers an attempt to deliver a message. @returns the latest attempt before, if there was one */
    async seen({ partnerId, id, timestamp, body }: SeenMessage, at: Date): Promise<Seen | undefined> {
      const key = { pk: `WEBHOOK#${sha256(`${partnerId}\n${id}`)}`, sk: "SEEN" };
      const before = await table.get<Seen>(key);
      const ttl = Math.floor(at.getTime() / 1000) + SEEN_SECONDS;
      await table.put({ ...key, timestamp, body, ttl }, before ? "present" : "absent");
      return before;
    },

    receipt: (event: string) => table.get<Receipt>(receiptKey(event)),

    receiptsOf: (partnerId: string, limit: number, cursor?: string) =>
      table.page<Receipt>({
        pk: `RECEIPTS#${partnerId}`,
        index: "gsi1",
        newestFirst: true,
        limit,
        cursor,
      }),

    /** @throws ConditionFailed when the event was taken before */
    take: (receipt: Receipt) => table.put(receiptItem(receipt), "absent"),

    /** Once: whoever comes second says the same. */
    conclude: (next: Receipt) =>
      table.put(receiptItem(next), { version: next.version - 1 }).catch(alreadyDone),
  };
}

const partnerItem = (partner: Partner) => ({
  ...partnerKey(partner.partnerId),
  gsi1pk: "PARTNERS",
  gsi1sk: partner.partnerId,
  ...partner,
});

const receiptItem = (receipt: Receipt) => ({
  ...receiptKey(receipt.event),
  gsi1pk: `RECEIPTS#${receipt.partnerId}`,
  gsi1sk: `${receipt.receivedAt}#${receipt.event}`,
  ...receipt,
});
