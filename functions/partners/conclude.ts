import { EventConcluded } from "../../events/partner.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { countOne } from "../../shared/runtime/metrics.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { concludedWith } from "./receipt.ts";
import { partnerStore } from "./store.ts";

const store = partnerStore();

/** Writes onto its receipt what became of an event. */
export const handler = factWorker([EventConcluded], async ({ data }) => {
  const receipt = await store.receipt(data.event);
  const next = receipt && concludedWith(receipt, data, systemClock.now());
  if (!next) return;
  await store.conclude(next);
  countOne("EventsConcluded", { code: data.refusal?.code ?? data.status });
});
