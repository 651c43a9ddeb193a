import { setting } from "../../shared/runtime/config.ts";
import { openVault } from "../../shared/runtime/vault.ts";
import type { Account } from "./enterprise.ts";
import { openAccount } from "./registration.ts";
import { registryStore, type School, type Unit } from "./store.ts";

export type { Account, School, Unit };

export interface EnterpriseSummary {
  uscc: string;
  name: string;
  status: string;
  districtCode: string;
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
  sealed: string;
  account: Account;
}

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
    /** The confirmed account as it is sealed: another text whenever one was changed and confirmed. */
    confirmedAccount: async (uscc: string): Promise<string | undefined> =>
      (await store.enterprise(uscc))?.account,
    /** Who is paid, to which confirmed account, in full and sealed: for payments only. */
    payee: async (uscc: string): Promise<Payee | undefined> => {
      const found = await store.enterprise(uscc);
      if (!found) return undefined;
      const { status, account: sealed } = found;
      return { status, sealed, account: openAccount(uscc, sealed, await openVault()) };
    },
    /** An account that was sealed for the enterprise, in full: for payment files only. */
    accountOf: async (uscc: string, sealed: string): Promise<Account> =>
      openAccount(uscc, sealed, await openVault()),
  };
}

function summary({ uscc, name, status, districtCode }: EnterpriseSummary): EnterpriseSummary {
  return { uscc, name, status, districtCode };
}
