import type { Fact } from "../../events/envelope.ts";
import type { EventConcluded } from "../../events/partner.ts";
import { fingerprint, sha256 } from "../../shared/values/canonical.ts";
import type { CloudEvent } from "./cloudevent.ts";

/** What the city knows of an event that it took: whose, what became of it, and by what it is told from another. */
export interface Receipt {
  event: string;
  source: string;
  id: string;
  type: string;
  partnerId: string;
  /** Of type, subject and data, with persons as the vault knows them. */
  fingerprint: string;
  status: "accepted" | "applied" | "refused";
  refusal: { code: string; zh: string; en: string } | null;
  receivedAt: string;
  concludedAt: string | null;
  version: number;
}

/** CloudEvents' own identity of an event, as a key of 64 characters. */
export const keyOf = ({ source, id }: Pick<CloudEvent, "source" | "id">): string =>
  sha256(`${source}\n${id}`);

/** @param data as it will travel */
export const receiptFor = (event: CloudEvent, data: unknown, partnerId: string, at: Date): Receipt => ({
  event: keyOf(event),
  source: event.source,
  id: event.id,
  type: event.type,
  partnerId,
  fingerprint: fingerprint([event.type, event.subject, data]),
  status: "accepted",
  refusal: null,
  receivedAt: at.toISOString(),
  concludedAt: null,
  version: 1,
});

/** The receipt once its event was dealt with; `null` when it says so already. */
export function concludedWith(
  receipt: Receipt,
  { status, refusal }: Pick<Fact<typeof EventConcluded>["data"], "status" | "refusal">,
  at: Date,
): Receipt | null {
  if (receipt.status !== "accepted") return null;
  return { ...receipt, status, refusal, concludedAt: at.toISOString(), version: receipt.version + 1 };
}
