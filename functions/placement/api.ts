import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import type { Caller } from "../../shared/runtime/context.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { assertOwner } from "../../shared/runtime/identity.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { mask } from "../../shared/values/mask.ts";
import { notFound, Problem } from "../../shared/values/problem.ts";
import { assertKnown, draftFrom } from "./application.ts";
import { assertInsurable, insuredWith } from "./insure.ts";
import type { Conflict } from "./placement.ts";
import { endedOn, register } from "./register.ts";
import { endOutside } from "./revise.ts";
import { routes } from "./routes.ts";
import { type Placement, placementStore } from "./store.ts";

const store = placementStore();
const now = () => systemClock.now();

export const handler = httpApi(routes, {
  place: async ({ body, caller }) => {
    await assertKnown(body.uscc, body.scheme === "internship" ? body.schoolCode : null);
    const draft = await draftFrom(body, await openVault());
    const { placement, conflicts } = await register(draft, store, now());
    const { placementId, placementNo, warnings } = placement;
    return answer(201, { placementId, placementNo, conflicts: shown(conflicts, caller), warnings });
  },

  listPlacements: async ({ params, query }) => {
    const { items, cursor } = await store.page(params.uscc, query.limit ?? 100, query.cursor);
    return answer(200, { items: items.map((placement) => viewOf(placement)), cursor });
  },

  getPlacement: async ({ params, caller }) => {
    const placement = await existing(params.id);
    assertOwner(routes.getPlacement.access, caller, ownerFor(caller, placement));
    const [person, identities] = await Promise.all([
      store.person(placement.personId),
      openVault().then((vault) => vault.identitiesOf([placement.personId])),
    ]);
    const conflicts = person.conflicts.filter(({ placementIds }) =>
      placementIds.includes(placement.placementId),
    );
    return answer(200, {
      ...viewOf(placement, identities.get(placement.personId)?.idNumber),
      conflicts: shown(conflicts, caller),
    });
  },

  endPlacement: async ({ params, body, caller }) => {
    const placement = await existing(params.id);
    assertOwner(routes.endPlacement.access, caller, ownerFor(caller, placement));
    if (body.end < placement.start || body.end > placement.end) throw endOutside();
    const person = await store.person(placement.personId);
    const [ended, next] = endedOn(placement, person, body);
    await store.end(ended, placement.end, next, now()).catch(changedMeanwhile);
    return answer(200, viewOf(ended));
  },

  insurePlacement: async ({ params, body, caller }) => {
    const placement = await existing(params.id);
    assertOwner(routes.insurePlacement.access, caller, ownerFor(caller, placement));
    assertInsurable(placement, body);
    const person = await store.person(placement.personId);
    const [insured, next] = insuredWith(placement, person, body);
    await store.insure(insured, next, now()).catch(changedMeanwhile);
    return answer(200, viewOf(insured));
  },

  decideConflict: async ({ params, body }) => {
    const person = await store.person(params.id.slice(0, params.id.lastIndexOf("-")));
    const conflict = person.conflicts.find(({ id }) => id === params.id);
    if (!conflict) throw notFound("没有此冲突", "There is no such conflict");
    if (!conflict.placementIds.includes(body.keep)) throw notOneOfThem();
    const decided = { ...conflict, ...body };
    const conflicts = person.conflicts.map((one) => (one.id === params.id ? decided : one));
    const placements = await Promise.all(conflict.placementIds.map(existing));
    await store
      .decide(decided, { ...person, conflicts, version: person.version + 1 }, placements, now())
      .catch(changedMeanwhile);
    return answer(200, decided);
  },
});

/** A school owns the placements of its students, everyone else those of their enterprise. */
const ownerFor = ({ roles }: Caller, { schoolCode, uscc }: Placement): string =>
  roles.includes("school") ? (schoolCode ?? "") : uscc;

/** Only officers learn where else somebody is placed; an organisation learns that it is so. */
const shown = (conflicts: readonly Conflict[], { roles, org }: Caller): Conflict[] =>
  conflicts.map((conflict) => {
    const placementIds = conflict.placementIds.filter(
      (id) => roles.includes("officer") || id.slice(0, 18) === org,
    );
    return { ...conflict, placementIds };
  });

async function existing(id: string): Promise<Placement> {
  const placement = await store.placement(id);
  if (!placement) throw notFound("没有此安置", "There is no such placement");
  return placement;
}

const viewOf = (placement: Placement, idNumber?: string) => ({
  ...placement,
  person: { name: placement.maskedName, idNumber: idNumber ? mask(idNumber) : null },
});

const notOneOfThem = () =>
  new Problem({
    status: 422,
    code: "not-in-conflict",
    zh: "保留的安置不在此冲突之内",
    en: "The placement to keep is not one of the two",
    pointer: "/keep",
  });
