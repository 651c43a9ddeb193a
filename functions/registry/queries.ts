import { setting } from "../../shared/runtime/config.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import { sha256 } from "../../shared/values/canonical.ts";
import type { Accident, Block } from "./block.ts";
import type { Account } from "./enterprise.ts";
import { openAccount } from "./registration.ts";
import { registryStore, type School, type StoredEnterprise, type Unit } from "./store.ts";

export type { Accident, Account, School, Unit };

export interface EnterpriseSummary {
  uscc: string;
  name: string;
  status: string;
  districtCode: string;
  /** As far as anybody has told of them. */
  accidents: Accident[];
}

export interface CertificationSummary {
  id: string;
  uscc: string;
  kind: string;
  status: string;
  validFrom: string | null;
  validTo: string | null;
}

export interface Payee {
  status: string;
  /** While there is one, nothing is paid. */
  blocks: Block[];
  sealed: string;
  account: Account;
}

/** A payee among many: the account it is paid to only as a fingerprint, which needs no vault. */
export interface PayeeSummary {
  uscc: string;
  name: string;
  status: string;
  account: string;
}

/** Tells one confirmed account from another without opening either. */
export const accountFingerprint = (sealed: string): string => sha256(sealed);

/** What other contexts may read of the registry. */
export function registryQueries() {
  const store = registryStore(setting("REGISTRY_TABLE"));
  return {
    enterprise: async (uscc: string): Promise<EnterpriseSummary | undefined> => {
      const found = await store.enterprise(uscc);
      return found && summary(found);
    },
    enterprises: async (): Promise<EnterpriseSummary[]> => (await store.allEnterprises()).map(summary),
    certifications: (uscc: string): Promise<CertificationSummary[]> => store.certifications(uscc),
    school: (code: string): Promise<School | undefined> => store.school(code),
    units: (): Promise<Unit[]> => store.units(),
    /** These payees as they stand at this instant, in no order; unknown ones are left out. */
    payees: async (usccs: readonly string[]): Promise<PayeeSummary[]> =>
      (await store.enterprisesOf(usccs)).map(({ uscc, name, status, account }) => ({
        uscc,
        name,
        status,
        account: accountFingerprint(account),
      })),
    /** The confirmed account as it is sealed: another text whenever one was changed and confirmed. */
    confirmedAccount: async (uscc: string): Promise<string | undefined> =>
      (await store.enterprise(uscc))?.account,
  };
}

/** What payments alone may read: accounts in full, for which the vault is opened. */
export function payeeQueries() {
  const store = registryStore(setting("REGISTRY_TABLE"));
  return {
    /** Who is paid, to which confirmed account, in full and sealed. */
    payee: async (uscc: string): Promise<Payee | undefined> => {
      const found = await store.enterprise(uscc);
      if (!found) return undefined;
      const { status, blocks = [], account: sealed } = found;
      return { status, blocks, sealed, account: openAccount(uscc, sealed, await openVault()) };
    },
    /** An account that was sealed for the enterprise, in full. */
    accountOf: async (uscc: string, sealed: string): Promise<Account> =>
      openAccount(uscc, sealed, await openVault()),
  };
}

function summary({ uscc, name, status, districtCode, accidents = [] }: StoredEnterprise): EnterpriseSummary {
  return { uscc, name, status, districtCode, accidents };
}
