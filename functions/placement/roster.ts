import { PlacementsRequested } from "../../events/attendance.ts";
import type { Fact } from "../../events/envelope.ts";
import { PlacementsAnswered } from "../../events/placement.ts";
import { fact, publish } from "../../shared/runtime/bus.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { type Identity, openVault, type Vault } from "../../shared/runtime/vault.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { Problem } from "../../shared/values/problem.ts";
import { assertKnown } from "./application.ts";
import { assertPlaceable, warningsOf } from "./placement.ts";
import type { Draft, Registered } from "./register.ts";
import { registerAll } from "./register-all.ts";
import { placementStore } from "./store.ts";

type Command = Fact<typeof PlacementsRequested>["data"];
type Row = Command["rows"][number];
type Answer = Fact<typeof PlacementsAnswered>["data"]["answers"][number];
/** A row as it is worked: what it asks for, and what forbids it. */
interface Asked {
  row: number;
  draft: Draft;
  problem: Problem | null;
}

const store = placementStore();

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
  const refusals = await unknownSchools(uscc, rows);
  const asked = rows.map((row): Asked => {
    const identity = identities.get(row.personId);
    if (!identity) throw new Error("The vault does not know a person of the roster");
    const draft = draftOf(row, identity, { uscc, uploadId }, vault);
    return { row: row.row, draft, problem: refusals.get(row.schoolCode) ?? forbidden(draft, identity) };
  });
  const allowed = asked.filter(({ problem }) => problem === null);
  const drafts = allowed.map(({ draft }) => draft);
  const registered = await registerAll(drafts, store, systemClock.now());
  const outcomes = new Map(allowed.map(({ row }, index) => [row, registered[index]]));
  return asked.map(({ row, problem }) =>
    answerOf(row, problem ?? (outcomes.get(row) as Registered | Problem)),
  );
}

/** What the law forbids whatever a roster says. */
function forbidden(draft: Draft, { idNumber }: Identity): Problem | null {
  const { scheme, start, end, grade } = draft;
  try {
    assertPlaceable({ scheme, start, end, idNumber, grade: grade ?? undefined });
    return null;
  } catch (cause) {
    if (cause instanceof Problem) return cause;
    throw cause;
  }
}

function answerOf(row: number, outcome: Registered | Problem): Answer {
  if (outcome instanceof Problem) {
    const { code, extra } = outcome.facts;
    const placed = extra?.["placed"] as { start: string; end: string } | undefined;
    const conflict = placed && { from: placed.start, to: placed.end };
    return { row, outcome: "refused", code, ...(conflict ? { conflict } : {}) };
  }
  const [undecided] = outcome.conflicts.filter(({ keep }) => keep === null);
  const conflict = undecided && { from: undecided.from, to: undecided.to };
  return { row, outcome: outcome.made ? "made" : "unchanged", ...(conflict ? { conflict } : {}) };
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
