import type { SettlementPeriod } from "../month/period.ts";

/** What a month's papers say besides its lines. */
export interface About {
  /** Whose settlement it is. */
  city: string;
  month: SettlementPeriod;
  policies: readonly PolicyTitle[];
  /** Of the journals of all enterprises: two settlements that differ in a fen differ in it. */
  fingerprint: string;
  /** Raised against the publicity; `null` while it runs, when the form leaves room for the number. */
  objections: number | null;
  drawnAt: Date;
}

export interface PolicyTitle {
  scheme: string;
  version: string;
  /** 文号, or 待确认 while the bureau in charge has confirmed nothing. */
  documentNo: string;
}

/** 文号 of a version, as papers show it; a version that is not known any more is named as such. */
export const documentNoOf = (
  { policies }: Pick<About, "policies">,
  { scheme, version }: { scheme: string; version: string | null },
): string => policies.find((one) => one.scheme === scheme && one.version === version)?.documentNo ?? "—";
