import { ConditionFailed, chunk, inParallel } from "../../shared/runtime/table.ts";
import { Problem } from "../../shared/values/problem.ts";
import { overlapsOf } from "./placement.ts";
import { type Draft, lineInPlace, lineOf, made, type Registered, register, sameAs } from "./register.ts";
import { nobody, type PersonItem, type placementStore } from "./store.ts";

type Store = ReturnType<typeof placementStore>;
interface Fresh {
  index: number;
  draft: Draft;
  person: PersonItem;
  number: number;
}

/** Four writes each; a transaction takes a hundred. */
const TOGETHER = 25;

/**
 * Registers many placements with one enterprise as `register` does one by one, in a few calls. What was changed by
 * somebody else meanwhile, and a person's second placement of the same batch, are registered singly.
 * @returns for each draft what it came to, or the 422 that refuses it
 * @throws Problem 409 when a person's placements keep changing
 */
export async function registerAll(
  drafts: readonly Draft[],
  store: Store,
  at: Date,
): Promise<(Registered | Problem)[]> {
  const answers = new Map<number, Registered | Problem>();
  const fresh: Fresh[] = [];
  const met = new Set<string>();
  const people = new Map(
    (await store.people(drafts.map(({ personId }) => personId))).map((one) => [one.personId, one]),
  );
  const standing = await standingOf(drafts, people, store);
  for (const [index, draft] of drafts.entries()) {
    if (met.has(draft.personId)) continue;
    met.add(draft.personId);
    const person = people.get(draft.personId) ?? nobody(draft.personId);
    const answer = sameAs(draft, person, (id) => standing.get(id)) ?? overlap(draft, person);
    if (answer) answers.set(index, answer);
    else fresh.push({ index, draft, person, number: 0 });
  }
  await numberAll(fresh, store);
  await inParallel(chunk(fresh, TOGETHER), async (some) => {
    for (const [index, answer] of await addTogether(some, store, at)) answers.set(index, answer);
  });
  for (const [index, draft] of drafts.entries())
    if (!answers.has(index)) answers.set(index, await singly(draft, store, at));
  return drafts.map((_, index) => answers.get(index) as Registered | Problem);
}

/** The placements that may be the very ones that are asked for. */
async function standingOf(drafts: readonly Draft[], people: ReadonlyMap<string, PersonItem>, store: Store) {
  const ids = drafts.flatMap((draft) => lineInPlace(draft, people.get(draft.personId))?.placementId ?? []);
  const found = await store.placements(ids);
  return new Map(found.map((placement) => [placement.placementId, placement]));
}

function overlap(draft: Draft, person: PersonItem): Problem | undefined {
  try {
    overlapsOf(lineOf(draft, ""), person.placements);
    return undefined;
  } catch (cause) {
    return refusal(cause);
  }
}

/** A number that is taken is a placement in the statistics, so only as many are taken as are needed. */
async function numberAll(fresh: Fresh[], store: Store): Promise<void> {
  const [first] = fresh;
  if (!first) return;
  const last = await store.nextNumbers(first.draft.uscc, fresh.length);
  for (const [index, one] of fresh.entries()) one.number = last - fresh.length + 1 + index;
}

async function addTogether(
  some: readonly Fresh[],
  store: Store,
  at: Date,
): Promise<(readonly [number, Registered | Problem])[]> {
  const entries = some.map(({ draft, person, number }) => made(draft, person, number));
  try {
    await store.addAll(entries, at);
    return some.map(({ index }, place) => {
      const { placement, conflicts } = entries[place] as (typeof entries)[number];
      return [index, { placement, conflicts, made: true }] as const;
    });
  } catch (cause) {
    if (!(cause instanceof ConditionFailed)) throw cause;
    return inParallel(
      some,
      async ({ index, draft, number }) => [index, await singly(draft, store, at, number)] as const,
    );
  }
}

const singly = (draft: Draft, store: Store, at: Date, number?: number): Promise<Registered | Problem> =>
  register(draft, store, at, number).catch(refusal);

function refusal(cause: unknown): Problem {
  if (cause instanceof Problem && cause.facts.status === 422) return cause;
  throw cause;
}
