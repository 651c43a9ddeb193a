import type { Vault } from "../../../shared/runtime/vault.ts";
import { birthDate, dayOfAge } from "../../../shared/values/identifiers.ts";
import { isDate, type LocalDate } from "../../../shared/values/period.ts";

/** The sixteenth birthdays of persons; those whose number carries no birth date are left out. */
export async function sixteenthBirthdays(
  vault: Pick<Vault, "identitiesOf">,
  personIds: readonly string[],
): Promise<Map<string, LocalDate>> {
  const identities = [...(await vault.identitiesOf(personIds))];
  const births = identities.map(([personId, { idNumber }]) => [personId, birthDate(idNumber)] as const);
  return new Map(
    births
      .filter(([, birth]) => isDate(birth))
      .map(([personId, birth]) => [personId, dayOfAge(birth, 16)] as const),
  );
}
