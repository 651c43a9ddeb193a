import type { App, StackProps } from "aws-cdk-lib";

/** What an operator decides per city, from `cdk.json` or `-c name=value`. */
export interface Environment {
  /** As it heads the city's papers, 三门峡市. */
  cityName: string;
  /** Of the OIDC provider, as its tokens name it. */
  oidcIssuer: string;
  oidcAudience: string;
  /** Of the portal at the provider. */
  oidcClientId: string;
  /** Years that evidence cannot be deleted. */
  evidenceYears: number;
  /** Whose account the subsidies are paid from, and the city's code in messages to its bank. */
  payer: Record<(typeof PAYER)[number], string>;
  /** Where events may be delivered: the public internet alone, or anywhere, which is for the local stage. */
  webhookTargets: "public" | "any";
  /** Where alarms go; nowhere yet when absent. */
  alarmEmail?: string;
}

/** Reads the environment from the app's context. @throws when a setting is missing or unusable, by its name */
export function environmentOf(app: App): Environment {
  const alarmEmail: unknown = app.node.tryGetContext("alarmEmail");
  return {
    cityName: text(app, "cityName"),
    oidcIssuer: text(app, "oidcIssuer"),
    oidcAudience: text(app, "oidcAudience"),
    oidcClientId: text(app, "oidcClientId"),
    evidenceYears: years(app, "evidenceYears"),
    payer: payer(app),
    webhookTargets: webhookTargets(app),
    ...(alarmEmail ? { alarmEmail: String(alarmEmail) } : {}),
  };
}

/** Without a region the templates fit any; with one, what differs in China is settled at synthesis. */
export function stackProps(app: App, context: string): StackProps {
  const region: unknown = app.node.tryGetContext("region");
  return {
    ...(region ? { env: { region: String(region) } } : {}),
    description: `Ronghe 融合: ${context}`,
    tags: { system: "ronghe", context },
    terminationProtection: true,
    analyticsReporting: false,
  };
}

function text(app: App, name: string): string {
  const value: unknown = app.node.tryGetContext(name);
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`The context "${name}" is missing: set it in cdk.json or with -c ${name}=…`);
}

const PAYER = ["regionCode", "name", "accountNo", "bankCode"] as const;

function payer(app: App): Environment["payer"] {
  const value = app.node.tryGetContext("payer") as Record<string, unknown> | undefined;
  const missing = PAYER.filter((field) => typeof value?.[field] !== "string" || value[field] === "");
  if (missing.length > 0) throw new Error(`The context "payer" lacks ${missing.join(", ")}`);
  return value as Environment["payer"];
}

function webhookTargets(app: App): Environment["webhookTargets"] {
  const value = text(app, "webhookTargets");
  if (value === "public" || value === "any") return value;
  throw new Error(`The context "webhookTargets" is neither public nor any: ${value}`);
}

function years(app: App, name: string): number {
  const value = Number(app.node.tryGetContext(name));
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`The context "${name}" is no whole number of years`);
}
