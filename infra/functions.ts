import { fileURLToPath } from "node:url";

/**
 * Every function of the city, by context: `functions/<context>/<name>.ts` exports its `handler` and is bundled
 * into `.build/functions/<context>-<name>/`. The bundle and the stacks read the same list.
 */
export const functions = {
  registry: ["api", "relay", "verify", "partners"],
  placement: ["api", "relay", "roster", "partners"],
  attendance: ["api", "rulebook", "relay", "ingest", "reread", "rosters", "answers", "render", "progress"],
  subsidy: ["api", "applications", "relay", "dispatch", "accrue", "simulate", "partners"],
  settlement: [
    "api",
    "relay",
    "close",
    "barrier",
    "manifest",
    "allocate",
    "papers",
    "transfers",
    "publicity",
    "payments",
    "bank",
    "returns",
    "partners",
    "ledger",
    "check",
  ],
  assessment: ["api", "relay", "monthly", "partners"],
  partners: ["api", "inbox", "conclude"],
  outbound: ["api", "facts", "deliver", "replay", "sweep"],
  platform: ["api"],
  portal: ["pages"],
} as const;

export type Context = keyof typeof functions;

/** The folder of a bundle and the name of its asset, e.g. `subsidy-accrue`. */
export const bundleName = (context: Context, name: string): string => `${context}-${name}`;

/** Where the bundles lie. */
export const BUNDLES = fileURLToPath(new URL("../.build/functions", import.meta.url));

/** Folders of files (styles, fonts) that a function reads at run time; each lies beside its bundle as `assets/`. */
export const ASSETS: Readonly<Record<string, string>> = {
  "portal-pages": "functions/portal/assets",
  "settlement-papers": "node_modules/@expo-google-fonts/noto-sans-sc/400Regular",
};
