import { people } from "../../city/people.ts";
import type { Scene } from "./city.ts";
import { saw } from "./facts.ts";

interface Published {
  lineId: string;
  amountFen: number;
}

/**
 * Anybody says something against a line or two of the public list, perhaps while the month is being instructed: what
 * is taken then holds, what comes too late is refused.
 */
export async function objectionsCome(scene: Scene, period: string): Promise<void> {
  const { client, roll, facts } = scene;
  if (!facts.traits.objections || roll.oneIn(3)) return;
  const list = await client.list<Published>(people.leader, `/v1/publicity/${period}`);
  if (list.length === 0) return;
  const lineIds = [...new Set([roll.pick(list), roll.pick(list)].map(({ lineId }) => lineId))];
  await client.call(people.leader, "POST", `/v1/periods/${period}/objections`, {
    body: { lineIds, text: "未在岗", contact: "19900000009" },
    expect: [409],
  });
  await takenDown(scene, period, list);
}

/** An objection whose answer was lost is made once more: what there is, the officers' list says. */
async function takenDown(
  { client, facts }: Scene,
  period: string,
  list: readonly Published[],
): Promise<void> {
  const path = `/v1/periods/${period}/objections`;
  const all = await client.list<{ id: string; lineIds: string[] }>(people.officer, path);
  for (const { id, lineIds } of all) {
    if (facts.objections.some((one) => one.id === id)) continue;
    const lines = list.filter(({ lineId }) => lineIds.includes(lineId));
    facts.objections.push({ id, period, lines, decision: null });
    saw(facts, "objection filed");
  }
}

/** Some of those that are open are decided, some of them by two officers at once who may think otherwise. */
export async function objectionsDecided(scene: Scene): Promise<void> {
  const { client, roll, facts } = scene;
  for (const objection of facts.objections.filter(({ decision }) => decision === null)) {
    if (!roll.oneIn(3)) continue;
    const decide = async (by: typeof people.officer): Promise<void> => {
      await client.call(by, "POST", `/v1/objections/${objection.id}/decision`, {
        body: { decision: roll.oneIn(2) ? "uphold" : "dismiss", reason: "经核查" },
        expect: [409],
      });
    };
    const others = roll.oneIn(4) ? [decide(people.secondOfficer)] : [];
    await Promise.all([decide(people.officer), ...others]);
    const path = `/v1/periods/${objection.period}/objections`;
    const shown = await client.list<{ id: string; status: "open" | "upheld" | "dismissed" }>(
      people.officer,
      path,
    );
    const status = shown.find(({ id }) => id === objection.id)?.status ?? "open";
    if (status === "open") throw new Error(`${objection.id} was decided, and is open`);
    objection.decision = status;
    saw(facts, `objection ${status}`);
    if (status === "dismissed") facts.steps.push({ step: "dismissed", objection: objection.id });
  }
}
