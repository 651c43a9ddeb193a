/** Somebody one can be on a local stage. */
export interface Persona {
  sub: string;
  name: string;
  roles: string[];
  /** The USCC, school or unit code it speaks for. */
  org?: string;
}

/** Offered on the sign-in page. Two each where duties are separate: whoever closes does not approve. */
export const PERSONAS: readonly Persona[] = [
  { sub: "finance-a", name: "财政经办 Finance, clerk", roles: ["finance"] },
  { sub: "finance-b", name: "财政复核 Finance, reviewer", roles: ["finance"] },
  { sub: "officer-a", name: "发改 Development and reform", roles: ["officer"], org: "fgw" },
  { sub: "officer-b", name: "教育 Education", roles: ["officer"], org: "jyj" },
  { sub: "officer-c", name: "人社 Human resources", roles: ["officer"], org: "rsj" },
  { sub: "leader-a", name: "领导小组 Leading group", roles: ["leader"] },
  { sub: "auditor-a", name: "审计 Audit", roles: ["auditor"] },
  { sub: "admin-a", name: "系统管理 Administration", roles: ["admin"] },
];

/** Organisations are typed in: any enterprise, school or unit may sign in. */
export const ORGANISATIONS = [
  { role: "enterprise", label: "企业（统一社会信用代码）Enterprise (USCC)", pattern: "[0-9A-Z]{18}" },
  { role: "school", label: "院校（代码）School (code)", pattern: "[0-9A-Za-z]{2,18}" },
  { role: "unit", label: "责任单位（代码）Unit (code)", pattern: "[0-9A-Za-z-]{2,18}" },
] as const;

/** Machine clients, which sign in with their secret instead of a person. */
export const MACHINES: readonly (Persona & { secret: string })[] = [
  {
    sub: "machine-partner",
    name: "Partner system",
    roles: ["partner"],
    org: "machine-partner",
    secret: "local",
  },
  { sub: "machine-finance", name: "Finance system", roles: ["finance"], secret: "local" },
  { sub: "machine-admin", name: "Administration script", roles: ["admin"], secret: "local" },
];

/** Whoever belongs to a subject: one of the above, or `<role>-<org>` of an organisation. */
export function personaOf(sub: string): Persona | undefined {
  const known = [...PERSONAS, ...MACHINES].find((persona) => persona.sub === sub);
  if (known) return known;
  const [role = "", ...rest] = sub.split("-");
  const org = rest.join("-");
  const organisation = ORGANISATIONS.find(
    (one) => one.role === role && new RegExp(`^${one.pattern}$`).test(org),
  );
  return organisation ? { sub, name: org, roles: [role], org } : undefined;
}
