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
  /** Changes whenever the enterprise does, so a payee's account can be compared with the one that was published. */
  version: number;
}

export interface CertificationSummary {
  id: string;
  uscc: string;
  kind: string;
  status: string;
  validFrom: string | null;
  validTo: string | null;
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
    /** The confirmed account in full: for payment files only. */
    payee: async (uscc: string): Promise<Account | undefined> => {
      const found = await store.enterprise(uscc);
      return found && openAccount(uscc, found.account, await openVault());
    },
  };
}

function summary({ uscc, name, status, districtCode, version }: EnterpriseSummary): EnterpriseSummary {
  return { uscc, name, status, districtCode, version };
}
