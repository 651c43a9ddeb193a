import type { Envelope } from "../../events/envelope.ts";
import { sha256 } from "../values/canonical.ts";
import { calls, publishTo } from "./bus.ts";
import { setting } from "./config.ts";

/**
 * Publishes facts to the topic that keeps their order: those of one partition key one after the other, each once.
 * @throws when the topic refuses one; those before it have been told
 */
export async function publishInOrder(envelopes: readonly Required<Envelope>[]): Promise<void> {
  const messages = envelopes.map((envelope) => ({
    type: envelope.type,
    body: JSON.stringify(envelope),
    place: { group: sha256(envelope.partitionkey), id: sha256(envelope.id) },
  }));
  for (const some of calls(messages)) await publishTo(setting("ORDERED_FACTS_TOPIC"), some);
}
