import { PlacementsRequested } from "../../events/attendance.ts";
import type { Fact } from "../../events/envelope.ts";
import { PlacementsAnswered } from "../../events/placement.ts";
import { fact, publish } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { inParallel } from "../../shared/runtime/table.ts";
import { type Identity, openVault, type Vault } from "../../shared/runtime/vault.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { Problem } from "../../shared/values/problem.ts";
import { assertKnown } from "./application.ts";
import { assertPlaceable, warningsOf } from "./placement.ts";
import { type Draft, lineInPlace, register } from "./register.ts";
import { placementStore } from "./store.ts";

type Command = Fact<typeof PlacementsRequested>["data"];
type Row = Command["rows"][number];
type Answer = Fact<typeof PlacementsAnswered>["data"]["answers"][number];
/** A row as it is worked: what it asks for, and the identity that the vault has of its person. */
interface Asked {
  row: number;
  draft: Draft;
  identity: Identity;
}

const store = placementStore();
/** Persons at a time. */
const WIDTH = 16;

/**
 * Registers the rows of a roster by the rules of `POST /v1/placements` and answers each. Whatever of a batch was
 * registered before, by this message or an earlier file, is found again and not registered twice.
 */
export const handler = factWorker([PlacementsRequested], async ({ data, id }) => {
  const answers = await answersTo(data);
  const { uscc, uploadId, batch } = data;
  const told = { id: `${id}-answers`, subject: uploadId, subjectVersion: 1, at: systemClock.now() };
  await publish([fact({ event: PlacementsAnswered, ...told, data: { uscc, uploadId, batch, answers } })]);
});

async function answersTo({ uscc, uploadId, rows }: Command): Promise<Answer[]> {
  const vault = await openVault();
  const identities = await vault.identitiesOf(rows.map(({ personId }) => personId));
  const asked = rows.map((row): Asked => {
    const identity = identities.get(row.personId);
    if (!identity) throw new Error("The vault does not know a person of the roster");
    return { row: row.row, draft: draftOf(row, identity, { uscc, uploadId }, vault), identity };
  });
  const refusals = await unknownSchools(uscc, rows);
  const numbers = await numbersFor(asked, uscc, refusals);
  // what one person's rows ask for is done in their order
  const persons = [...Map.groupBy(asked, ({ draft }) => draft.personId).values()];
  const answered = await inParallel(
    persons,
    async (own) => {
      const answers: Answer[] = [];
      for (const one of own) answers.push(await answerTo(one, refusals, numbers));
      return answers;
    },
    WIDTH,
  );
  return answered.flat().sort((a, b) => a.row - b.row);
}

async function answerTo(
  { row, draft, identity }: Asked,
  refusals: ReadonlyMap<string, Problem>,
  numbers: number[],
): Promise<Answer> {
  try {
    const unknown = refusals.get(draft.schoolCode ?? "");
    if (unknown) throw unknown;
    assertPlaceable({
      ...draft,
      idNumber: identity.idNumber,
      grade: draft.grade ?? undefined,
      employeeNo: undefined,
    });
    const { conflicts, made } = await register(draft, store, systemClock.now(), () => numbers.shift());
    const [conflict] = conflicts.filter(({ keep }) => keep === null);
    return {
      row,
      outcome: made ? "made" : "unchanged",
      ...(conflict ? { conflict: { from: conflict.from, to: conflict.to } } : {}),
    };
  } catch (cause) {
    // what is against the rules stays so; whatever else went wrong, the message comes again
    if (!(cause instanceof Problem)) throw cause;
    const { status, code, en, extra } = cause.facts;
    if (status !== 422) throw new Error(en);
    const placed = extra?.["placed"] as { start: string; end: string } | undefined;
    const conflict = placed && { from: placed.start, to: placed.end };
    return { row, outcome: "refused", code, ...(conflict ? { conflict } : {}) };
  }
}

/** Why nobody can be placed there, by the school's code. */
async function unknownSchools(uscc: string, rows: readonly Row[]): Promise<Map<string, Problem>> {
  const refusals = new Map<string, Problem>();
  for (const school of new Set(rows.map(({ schoolCode }) => schoolCode))) {
    await assertKnown(uscc, school).catch((cause: unknown) => {
      if (!(cause instanceof Problem)) throw cause;
      refusals.set(school, cause);
    });
  }
  return refusals;
}

/** As many numbers, in one go, as rows will ask for one; a number that is taken is a placement in the statistics. */
async function numbersFor(
  asked: readonly Asked[],
  uscc: string,
  refusals: ReadonlyMap<string, Problem>,
): Promise<number[]> {
  const people = await store.people(asked.map(({ draft }) => draft.personId));
  const byId = new Map(people.map((person) => [person.personId, person]));
  const fresh = asked.filter(
    ({ draft }) => !refusals.has(draft.schoolCode ?? "") && !lineInPlace(draft, byId.get(draft.personId)),
  );
  if (fresh.length === 0) return [];
  const last = await store.nextNumbers(uscc, fresh.length);
  return fresh.map((_, index) => last - fresh.length + 1 + index);
}

function draftOf(
  { row, ...facts }: Row,
  { idNumber }: Identity,
  { uscc, uploadId }: { uscc: string; uploadId: string },
  vault: Vault,
): Draft {
  const { employeeNo } = facts;
  return {
    ...facts,
    uscc,
    scheme: "internship",
    level: null,
    pay: null,
    insurance: null,
    idKey: vault.keyOf("id", idNumber),
    warnings: warningsOf({ ...facts, scheme: "internship", idNumber, employeeNo: employeeNo ?? undefined }),
    origin: `${uploadId}#${row}`,
  };
}
