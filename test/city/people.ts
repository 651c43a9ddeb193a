import type { Persona } from "./client.ts";

/** Who acts in the sample city. Duties are separated: nobody confirms what they did themselves. */
export const people = {
  officer: { roles: ["officer"], sub: "officer-a" },
  secondOfficer: { roles: ["officer"], sub: "officer-b" },
  finance: { roles: ["finance"], sub: "finance-a" },
  secondFinance: { roles: ["finance"], sub: "finance-b" },
  leader: { roles: ["leader"], sub: "leader-a" },
  admin: { roles: ["admin"], sub: "admin-a" },
  auditor: { roles: ["auditor"], sub: "auditor-a" },
} satisfies Record<string, Persona>;

export const enterprise = (uscc: string): Persona => ({
  roles: ["enterprise"],
  org: uscc,
  sub: `enterprise-${uscc}`,
});
export const unit = (code: string): Persona => ({ roles: ["unit"], org: code, sub: `unit-${code}` });
