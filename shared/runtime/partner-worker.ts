import type { Envelope, EventDefinition, Fact } from "../../events/envelope.ts";
import { EventConcluded } from "../../events/partner.ts";
import { Problem } from "../values/problem.ts";
import { fact, publish } from "./bus.ts";
import { systemClock } from "./clock.ts";
import { setting } from "./config.ts";
import { alreadyDone } from "./conflicts.ts";
import { execution, runAs } from "./context.ts";
import { type Item, openTable } from "./table.ts";
import { factWorker } from "./worker.ts";

/** What a context does about one kind of event. @throws Problem for what it refuses */
interface Reaction<E extends EventDefinition = EventDefinition> {
  event: E;
  apply: (told: Fact<E>) => Promise<unknown>;
}

export const on = <E extends EventDefinition>(event: E, apply: Reaction<E>["apply"]): Reaction =>
  ({ event, apply }) as unknown as Reaction;

type Outcome = Omit<Fact<typeof EventConcluded>["data"], "event">;
interface Kept extends Item {
  outcome: Outcome;
}

/**
 * A worker of what partners tell about one context. Each event is applied once, in the order of its subject, in the
 * name of who told it, and what became of it is told back: applied, or refused with the problem that the API would
 * answer. One that comes again later, after others, changes nothing and is answered as the first time.
 */
export function partnerWorker(reactions: readonly Reaction[]) {
  const byType = new Map(reactions.map((reaction) => [reaction.event.type, reaction]));
  return factWorker(
    reactions.map(({ event }) => event),
    async (told) => {
      const table = openTable(setting("TABLE"));
      const key = { pk: `PARTNER_EVENT#${told.id}`, sk: "OUTCOME" };
      const kept = await table.get<Kept>(key);
      const outcome = kept?.outcome ?? (await outcomeOf(told, byType.get(told.type) as Reaction));
      if (!kept) await table.put({ ...key, outcome }, "absent").catch(alreadyDone);
      await publish([concluded(told, outcome)]);
    },
  );
}

async function outcomeOf(told: Envelope, { apply }: Reaction): Promise<Outcome> {
  const { correlationId } = execution();
  const caller = { sub: told.actor ?? "partner", roles: ["partner" as const], org: null };
  try {
    await runAs({ correlationId, caller }, async () => apply(told as Fact<EventDefinition>));
    return { status: "applied", refusal: null };
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    const { code, zh, en } = cause.facts;
    // somebody else was faster: the message comes again and finds things as they are then
    if (code === "changed-meanwhile") throw new Error(cause.message);
    return { status: "refused", refusal: { code, zh, en } };
  }
}

const concluded = ({ id }: Envelope, outcome: Outcome): Envelope =>
  fact({
    event: EventConcluded,
    id: `${id}-concluded`,
    subject: id,
    subjectVersion: 1,
    data: { event: id, ...outcome },
    at: systemClock.now(),
  });
