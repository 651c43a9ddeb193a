import { systemClock } from "../../shared/runtime/clock.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { countOne } from "../../shared/runtime/metrics.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { Problem } from "../../shared/values/problem.ts";
import { readRequest } from "./reading.ts";
import { inboxRoutes } from "./routes.ts";
import { type Sent, senderOf } from "./sender.ts";
import { partnerStore } from "./store.ts";
import { type Taken, takeAll } from "./take.ts";

const store = partnerStore();

/** The door for what other systems tell. Each event gets its receipt; a request of which nothing is taken is refused. */
export const handler = httpApi(inboxRoutes, {
  receiveEvents: async (request) => {
    const taken = await received(request).catch((cause: unknown) => {
      if (cause instanceof Problem) countOne("EventsRefused", { code: cause.facts.code });
      throw cause;
    });
    const receipts = taken.map(viewOf);
    for (const { code, status } of receipts)
      countOne(code ? "EventsRefused" : "EventsTaken", { code: code ?? status });
    const [first] = taken;
    if (first && "refusal" in first && taken.every((one) => "refusal" in one))
      throw new Problem({ ...first.refusal, extra: { receipts } });
    return answer(202, { receipts });
  },
});

async function received(sent: Sent): Promise<Taken[]> {
  const [vault, at] = [await openVault(), systemClock.now()];
  const partner = await senderOf(sent, store, vault, at);
  return takeAll(readRequest(sent), { partner, store, vault, at });
}

function viewOf(taken: Taken) {
  if ("refusal" in taken) {
    const { id, source, refusal } = taken;
    const { code, zh, en } = refusal;
    return { source, id, status: "refused" as const, duplicate: false, code, zh, en };
  }
  const { source, id, status, refusal } = taken.receipt;
  const { code = null, zh = null, en = null } = refusal ?? {};
  return { source, id, status, duplicate: taken.duplicate, code, zh, en };
}
