import { draftFrom } from "../../../functions/placement/application.ts";
import { register } from "../../../functions/placement/register.ts";
import type { PlacementForm } from "../../../functions/placement/routes.ts";
import type { placementStore } from "../../../functions/placement/store.ts";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { randomText } from "../../../shared/runtime/ids.ts";
import { chunk, type Item, inParallel, openTable } from "../../../shared/runtime/table.ts";
import { openVault, type Vault } from "../../../shared/runtime/vault.ts";
import { PERIOD, student } from "./month.ts";

/**
 * Places many students at once, as a program of its own under the settings of a function that may: the product's own
 * registration makes every item, and they are written in batches instead of one call of the API after another. What
 * is left out is what nobody reads here: the record of changes, and the facts that each placement would tell.
 */
const [uscc = "", count = "0", first = "0"] = process.argv.slice(2);
const vault = await openVault();
const [placements, people] = [openTable(setting("PLACEMENT_TABLE")), openTable(setting("VAULT_TABLE"))];

/** The store and the vault of a registration, keeping in hand what it would write. */
function collecting(number: number) {
  const written: { placements: Item[]; people: Item[] } = { placements: [], people: [] };
  const store: Pick<ReturnType<typeof placementStore>, "person" | "nextNumbers" | "addAll"> = {
    person: async (personId) => ({ personId, placements: [], conflicts: [], version: 0 }),
    nextNumbers: async () => number,
    addAll: async (entries) => {
      for (const { placement, person } of entries) {
        written.placements.push(
          { pk: `ENTERPRISE#${uscc}`, sk: `PLACEMENT#${placement.placementId}`, ...placement },
          { pk: `PERSON#${person.personId}`, sk: "PLACEMENTS", ...person },
        );
      }
    },
  };
  const collector: Vault = {
    ...vault,
    personFor: async (identity) => {
      const personId = `p${randomText(20)}`;
      const alias = `ALIAS#${vault.keyOf("id", identity.idNumber)}`;
      const sealed = vault.seal(JSON.stringify(identity), `person/${personId}`);
      written.people.push(
        { pk: alias, sk: "PERSON", personId },
        { pk: `PERSON#${personId}`, sk: "IDENTITY", sealed, alias },
      );
      return personId;
    },
  };
  return { store: store as ReturnType<typeof placementStore>, vault: collector, written };
}

function formOf(index: number): PlacementForm {
  const { employeeNo, name, idNumber } = student(index, Number(first));
  return {
    scheme: "internship",
    uscc,
    schoolCode: "S001",
    agreementNo: `XY-${uscc.slice(8, 16)}-${index}`,
    start: `${PERIOD}-01`,
    end: "2026-08-31",
    post: "装配",
    employeeNo,
    student: { idNumber, name, grade: 2 },
  };
}

const numbers = Array.from({ length: Number(count) }, (_, index) => index);
for (const some of chunk(numbers, 2_000)) {
  const made = await inParallel(some, async (index) => {
    const { store, vault: own, written } = collecting(index + 1);
    await register(await draftFrom(formOf(index), own), store, systemClock.now());
    return written;
  });
  await placements.batchPut(made.flatMap((one) => one.placements));
  await people.batchPut(made.flatMap((one) => one.people));
}
await placements.put({ pk: `ENTERPRISE#${uscc}`, sk: "COUNTER", placements: Number(count) });
