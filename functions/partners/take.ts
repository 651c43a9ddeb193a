import type { Envelope } from "../../events/envelope.ts";
import { inboundEvents } from "../../events/inbound/index.ts";
import { execution } from "../../shared/runtime/context.ts";
import { publishInOrder } from "../../shared/runtime/ordered-bus.ts";
import { ConditionFailed } from "../../shared/runtime/table.ts";
import type { Vault } from "../../shared/runtime/vault.ts";
import { Problem } from "../../shared/values/problem.ts";
import { admit } from "./admission.ts";
import type { CloudEvent, Read, Refusal } from "./cloudevent.ts";
import type { Partner } from "./partner.ts";
import { withoutNames } from "./persons.ts";
import { type Receipt, receiptFor } from "./receipt.ts";
import type { PartnerStore } from "./store.ts";

/** What became of one event of a request: it was taken, had been taken before, or is refused. */
export type Taken =
  | { receipt: Receipt; duplicate: boolean }
  | { refusal: Refusal; id: string | null; source: string | null };

interface Door {
  partner: Partner;
  store: PartnerStore;
  vault: Vault;
  at: Date;
}

/**
 * Takes events, one after the other. An event is taken once its receipt stands and the topic has it; a caller who got
 * no answer sends it again, and whichever of the two was missing is made up for.
 */
export async function takeAll(events: readonly Read[], door: Door): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const read of events) taken.push("refusal" in read ? read : await take(read.event, door));
  return taken;
}

async function take(event: CloudEvent, { partner, store, vault, at }: Door): Promise<Taken> {
  const refused = (refusal: Refusal): Taken => ({ refusal, id: event.id, source: event.source });
  const admission = admit(event, partner, inboundEvents);
  if ("refusal" in admission) return refused(admission.refusal);
  try {
    const data = await withoutNames(admission.data, vault);
    const receipt = receiptFor(event, data, partner.partnerId, at);
    const before = await standing(receipt, store);
    if (before && before.fingerprint !== receipt.fingerprint) return refused(CONFLICT);
    if (!before || before.status === "accepted") await publishInOrder([envelopeOf(event, receipt, data)]);
    return { receipt: before ?? receipt, duplicate: before !== undefined };
  } catch (cause) {
    if (cause instanceof Problem) return refused(cause.facts);
    throw cause;
  }
}

/** The receipt that stood before; none when the event is new and has its receipt now. */
async function standing(receipt: Receipt, store: PartnerStore): Promise<Receipt | undefined> {
  try {
    await store.take(receipt);
    return undefined;
  } catch (cause) {
    if (!(cause instanceof ConditionFailed)) throw cause;
    return store.receipt(receipt.event);
  }
}

/** Of what names no subject, everything of a source is in order. */
const envelopeOf = (event: CloudEvent, receipt: Receipt, data: unknown): Required<Envelope> => ({
  specversion: "1.0",
  id: receipt.event,
  source: event.source,
  type: event.type,
  time: receipt.receivedAt,
  subject: event.subject ?? event.source,
  subjectversion: 1,
  correlationid: execution().correlationId,
  partitionkey: event.subject ?? event.source,
  actor: `partner/${receipt.partnerId}`,
  data,
});

const CONFLICT: Refusal = {
  status: 409,
  code: "event-conflict",
  zh: "同一来源和编号的事件此前内容不同，以先到者为准",
  en: "An event of this source and id was taken with other content; the first one stands",
};
