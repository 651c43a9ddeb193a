import { CertificationDecided, EnterpriseRegistered } from "../../events/registry.ts";
import type { Change } from "../../shared/runtime/audit.ts";
import { fact } from "../../shared/runtime/bus.ts";
import { commit } from "../../shared/runtime/commit.ts";
import { setting } from "../../shared/runtime/config.ts";
import { openTable } from "../../shared/runtime/table.ts";
import type { Standing } from "./block.ts";
import type { Certification } from "./certification.ts";
import type { EnterpriseStatus, Finding } from "./enterprise.ts";

/** An enterprise as it is kept: contact and accounts are sealed. */
export interface StoredEnterprise extends Standing {
  uscc: string;
  name: string;
  status: EnterpriseStatus;
  reasons: Finding[];
  districtCode: string;
  industryCode: string;
  aboveScale: boolean;
  staff: number;
  contact: string;
  account: string;
  pendingAccount: { sealed: string; changedBy: string } | null;
  registeredAt: string;
  version: number;
}

export interface School {
  code: string;
  name: string;
  level?: string | undefined;
  districtCode?: string | undefined;
}

export interface Unit {
  code: string;
  name: string;
  kind: "department" | "district" | "zone";
  gbCode?: string | undefined;
  group?: string | undefined;
}

const enterpriseKey = (uscc: string) => ({ pk: `ENTERPRISE#${uscc}`, sk: "PROFILE" });
const certificationKey = (uscc: string, id: string) => ({
  pk: `ENTERPRISE#${uscc}`,
  sk: `CERTIFICATION#${id}`,
});

/** Everything the registry keeps. `tableName` is its own table, or the same one read by a neighbour. */
export function registryStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  return {
    enterprise: (uscc: string) => table.get<StoredEnterprise>(enterpriseKey(uscc)),

    enterprises: (limit: number, cursor?: string) =>
      table.page<StoredEnterprise>({ pk: "ENTERPRISES", index: "gsi1", limit, cursor }),

    allEnterprises: () => table.all<StoredEnterprise>({ pk: "ENTERPRISES", index: "gsi1" }),

    enterprisesOf: (usccs: readonly string[]) => table.batchGet<StoredEnterprise>(usccs.map(enterpriseKey)),

    certifications: (uscc: string) =>
      table.all<Certification>({ pk: `ENTERPRISE#${uscc}`, prefix: "CERTIFICATION#" }),

    certification: (uscc: string, id: string) => table.get<Certification>(certificationKey(uscc, id)),

    schools: () => table.all<School>({ pk: "SCHOOLS" }),
    school: (code: string) => table.get<School>({ pk: "SCHOOLS", sk: code }),
    units: () => table.all<Unit>({ pk: "UNITS" }),

    /** @throws ConditionFailed when the enterprise exists */
    async addEnterprise(enterprise: StoredEnterprise, at: Date): Promise<void> {
      const { uscc } = enterprise;
      await commit(table, {
        writes: [{ put: enterpriseItem(enterprise), when: "absent" }],
        changes: [{ subject: `enterprise/${uscc}`, action: "enterprise.registered", to: enterprise.status }],
        tell: [
          fact({
            event: EnterpriseRegistered,
            id: `${uscc}-registered`,
            subject: uscc,
            subjectVersion: 1,
            data: { uscc },
            at,
          }),
        ],
        at,
      });
    },

    /** Replaces an enterprise by its next version. @throws ConditionFailed when it has changed meanwhile */
    async changeEnterprise(next: StoredEnterprise, change: Omit<Change, "subject">, at: Date): Promise<void> {
      await commit(table, {
        writes: [{ put: enterpriseItem(next), when: { version: next.version - 1 } }],
        changes: [{ subject: `enterprise/${next.uscc}`, ...change }],
        at,
      });
    },

    async addCertification(certification: Certification, at: Date): Promise<void> {
      const { uscc, id } = certification;
      await commit(table, {
        writes: [
          { check: enterpriseKey(uscc), when: "present" },
          { put: { ...certificationKey(uscc, id), ...certification }, when: "absent" },
        ],
        changes: [
          { subject: `certification/${id}`, action: "certification.applied", to: certification.kind },
        ],
        at,
      });
    },

    /** @throws ConditionFailed when it was decided meanwhile */
    async decideCertification(next: Certification, from: string, at: Date): Promise<void> {
      const { uscc, id, kind, status, validFrom, validTo, version } = next;
      const data = { uscc, certificationId: id, kind, status, validFrom, validTo };
      await commit(table, {
        writes: [{ put: { ...certificationKey(uscc, id), ...next }, when: { version: version - 1 } }],
        changes: [
          {
            subject: `certification/${id}`,
            action: `certification.${status}`,
            from,
            to: status,
            why: next.reason ?? "",
          },
        ],
        tell: [
          fact({
            event: CertificationDecided,
            id: `${id}-${version}`,
            subject: id,
            subjectVersion: version,
            data,
            at,
          }),
        ],
        at,
      });
    },

    /** @throws ConditionFailed when the code is taken */
    async addSchool(school: School, at: Date): Promise<void> {
      await commit(table, {
        writes: [{ put: { pk: "SCHOOLS", sk: school.code, ...school }, when: "absent" }],
        changes: [{ subject: `school/${school.code}`, action: "school.added", to: school.name }],
        at,
      });
    },

    /** @throws ConditionFailed when the code is taken */
    async addUnit(unit: Unit, at: Date): Promise<void> {
      await commit(table, {
        writes: [{ put: { pk: "UNITS", sk: unit.code, ...unit }, when: "absent" }],
        changes: [{ subject: `unit/${unit.code}`, action: "unit.added", to: unit.name }],
        at,
      });
    },
  };
}

const enterpriseItem = (enterprise: StoredEnterprise) => ({
  ...enterpriseKey(enterprise.uscc),
  gsi1pk: "ENTERPRISES",
  gsi1sk: enterprise.uscc,
  ...enterprise,
});
