import type { Known, Named } from "../../events/inbound/define.ts";
import { inParallel } from "../../shared/runtime/parallel.ts";
import type { Vault } from "../../shared/runtime/vault.ts";
import { checkCitizenId, normaliseId } from "../../shared/values/identifiers.ts";
import { maskName } from "../../shared/values/mask.ts";
import { Problem } from "../../shared/values/problem.ts";

/** Where the data of an event names somebody, or several. */
const PLACES = ["student", "person", "teacher", "apprentices"] as const;

/**
 * The data of an event as it may travel: whoever it names is known by the vault from here on.
 * @throws Problem 422 for what is no identity number: nobody is entered into the vault under it
 */
export async function withoutNames(data: unknown, vault: Vault): Promise<unknown> {
  if (data === null || typeof data !== "object") return data;
  const travels: Record<string, unknown> = { ...data };
  for (const place of PLACES) {
    const named = travels[place] as Named | Named[] | undefined;
    if (Array.isArray(named)) travels[place] = await inParallel(named, (one) => knownAs(one, place, vault));
    else if (named) travels[place] = await knownAs(named, place, vault);
  }
  return travels;
}

async function knownAs({ idNumber, name, studentNo }: Named, place: string, vault: Vault): Promise<Known> {
  if (!checkCitizenId(normaliseId(idNumber)).valid) throw invalidIdNumber(place);
  return {
    personId: await vault.personFor({ idNumber, name }),
    idKey: vault.keyOf("id", idNumber),
    nameKey: vault.keyOf("name", name),
    studentNoKey: studentNo ? vault.keyOf("studentNo", studentNo) : null,
    maskedName: maskName(name),
  };
}

const invalidIdNumber = (place: string) =>
  new Problem({
    status: 422,
    code: "invalid-id-number",
    zh: "身份证号码不符合 GB 11643",
    en: "The identity number fails GB 11643",
    pointer: `/data/${place}/idNumber`,
  });
