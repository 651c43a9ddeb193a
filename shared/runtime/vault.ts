import { createHmac } from "node:crypto";
import { normaliseId, normaliseName } from "../values/identifiers.ts";
import { setting } from "./config.ts";
import { randomText } from "./ids.ts";
import { type Keyring, keyring } from "./keyring.ts";
import { openSealed, seal } from "./seal.ts";
import { ConditionFailed, chunk, inParallel, openTable, type Write } from "./table.ts";

/** Kinds of values that are found again by a keyed hash. */
export type AliasKind = "id" | "studentNo" | "name";

/** Who a person is. Only the vault holds this; everything else knows the `personId`. */
export interface Identity {
  idNumber: string;
  name: string;
}

/**
 * The vault of personal data (PIPL 28, 51): identity and names are encrypted under a data key that only KMS can
 * open, and found again by keyed hashes, which are mere aliases of a random `personId`.
 */
export async function openVault() {
  const keys = await keyring();
  const table = openTable(setting("VAULT_TABLE"));
  return {
    /** The keyed hash of a value; equal values give equal hashes, and nobody without the key can try values. */
    keyOf: (kind: AliasKind, value: string): string => aliasOf(keys, kind, value),

    /** Encrypts a value that is bound to where it belongs, e.g. `enterprise/9141…/account`. */
    seal: (plain: string, place: string): string => seal(keys, plain, place),

    /** @throws when the value was sealed for another place or has been tampered with */
    open: (sealed: string, place: string): string => openSealed(keys, sealed, place),

    /** The person with this identity number, known or new. Two callers at once get the same answer. */
    async personFor(identity: Identity): Promise<string> {
      const alias = { pk: `ALIAS#${aliasOf(keys, "id", identity.idNumber)}`, sk: "PERSON" };
      const known = await table.get<{ personId: string }>(alias);
      if (known) return known.personId;
      const { personId, writes } = newPerson(keys, identity, alias.pk);
      try {
        await table.transact(writes);
        return personId;
      } catch (cause) {
        if (!(cause instanceof ConditionFailed)) throw cause;
        return (await table.get<{ personId: string }>(alias))?.personId ?? personId;
      }
    },

    /** The persons with these identity numbers, in their order: as `personFor`, in a few calls for all. */
    async personsFor(identities: readonly Identity[]): Promise<string[]> {
      const places = identities.map(({ idNumber }) => `ALIAS#${aliasOf(keys, "id", idNumber)}`);
      const unique = [...new Set(places)];
      const found = await table.batchGet<{ pk: string; personId: string }>(
        unique.map((pk) => ({ pk, sk: "PERSON" })),
      );
      const persons = new Map(found.map(({ pk, personId }) => [pk, personId]));
      const unknown = unique.filter((pk) => !persons.has(pk));
      await inParallel(chunk(unknown, TOGETHER), async (some) => {
        const added = some.map((pk) => newPerson(keys, identities[places.indexOf(pk)] as Identity, pk));
        const writes = added.flatMap((one) => one.writes);
        const done = await table.transact(writes).then(
          () => true,
          (cause: unknown) => {
            if (!(cause instanceof ConditionFailed)) throw cause;
            return false;
          },
        );
        for (const { alias, personId, identity } of added)
          persons.set(alias, done ? personId : await this.personFor(identity));
      });
      return places.map((pk) => persons.get(pk) ?? "");
    },

    /** The identities of these persons; one that was erased is left out. */
    async identitiesOf(personIds: readonly string[]): Promise<Map<string, Identity>> {
      const items = await table.batchGet<{ pk: string; sealed: string }>(
        [...new Set(personIds)].map(personKey),
      );
      return new Map(
        items.map(({ pk, sealed }) => {
          const personId = pk.slice("PERSON#".length);
          return [personId, JSON.parse(openSealed(keys, sealed, personPlace(personId))) as Identity];
        }),
      );
    },
  };
}

/** Two writes each; a transaction takes a hundred. */
const TOGETHER = 50;

function newPerson(keys: Keyring, identity: Identity, alias: string) {
  const personId = `p${randomText(20)}`;
  const sealed = seal(keys, JSON.stringify(identity), personPlace(personId));
  const writes: Write[] = [
    { put: { pk: alias, sk: "PERSON", personId }, when: "absent" },
    { put: { ...personKey(personId), sealed, alias }, when: "absent" },
  ];
  return { alias, personId, identity, writes };
}

export type Vault = Awaited<ReturnType<typeof openVault>>;

const personKey = (personId: string) => ({ pk: `PERSON#${personId}`, sk: "IDENTITY" });
const personPlace = (personId: string) => `person/${personId}`;

function aliasOf(keys: Keyring, kind: AliasKind, value: string): string {
  const text = kind === "name" ? normaliseName(value) : normaliseId(value);
  return createHmac("sha256", keys.hashKey).update(`${kind}\n${text}`).digest("base64url").slice(0, 32);
}
