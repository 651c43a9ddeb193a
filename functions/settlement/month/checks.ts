import { fingerprint } from "../../../shared/values/canonical.ts";
import { type Fen, roundHalfUp } from "../../../shared/values/money.ts";
import type { SettlementPeriod } from "./period.ts";
import type { Thresholds } from "./thresholds.ts";

type Totals = SettlementPeriod["totals"];

/** An enterprise in a list of a check; what `value` counts, the check says. */
export interface CheckItem {
  uscc: string;
  name: string;
  value: number;
  previous: number | null;
}

/** One thing an approver has to have seen. */
export interface Check {
  code: string;
  zh: string;
  en: string;
  value: number;
  /** Of the month before; null where there is none to compare with. */
  previous: number | null;
  /** In the unit of `value`: the farthest it may be from `previous`, or where that is nothing, from 0. */
  limit?: number | null;
  exceeded?: boolean;
  /** The most telling enterprises; `value` counts all. */
  items?: CheckItem[];
}

/** One enterprise of the month. */
export interface EnterpriseFigures {
  uscc: string;
  name: string;
  amountFen: Fen;
  /** Null where it was not settled in the month before. */
  previousFen: Fen | null;
  /** Never settled in any earlier month. */
  isNew: boolean;
  /** What it was last paid, where that went to another account than the one confirmed now. */
  lastPaidElsewhereFen: Fen | null;
  /** Its registration is not verified, so that nothing is paid to it. */
  held: boolean;
  openObjections: number;
}

export interface Figures {
  totals: Totals;
  previous: Totals | null;
  enterprises: readonly EnterpriseFigures[];
  openObjections: number;
}

const ITEMS_SHOWN = 100;
const CHANGES_SHOWN = 10;

/** The month's totals beside those of the month before, with or without limits. */
export function totalChecks(totals: Totals, previous: Totals | null, thresholds?: Thresholds): Check[] {
  const beside = (percent: number | undefined, code: string, zh: string, en: string, field: keyof Totals) => {
    const [value, before] = [totals[field], previous?.[field] ?? null];
    const known = { code, zh, en, value, previous: before };
    if (percent === undefined) return known;
    const limit = before === null ? null : roundHalfUp(Math.abs(before) * percent, 100);
    return { ...known, limit, exceeded: limit !== null && Math.abs(value - (before ?? 0)) > limit };
  };
  return [
    beside(thresholds?.totalPercent, "total", "应付总额（分）", "Total payable (fen)", "amountFen"),
    beside(thresholds?.enterprisesPercent, "enterprises", "企业数", "Enterprises", "enterprises"),
    beside(thresholds?.linesPercent, "lines", "学生月行数", "Lines", "lines"),
  ];
}

/** Everything an approver has to have seen of a published month. */
export function checksOf(figures: Figures, thresholds: Thresholds): Check[] {
  const { enterprises } = figures;
  const some = (chosen: (one: EnterpriseFigures) => boolean, show = asAmounts) =>
    enterprises.filter(chosen).map(show).toSorted(byWeight);
  return [
    ...totalChecks(figures.totals, figures.previous, thresholds),
    counted("new-enterprises", "首次结算的企业", "Enterprises settled for the first time", {
      items: some(({ isNew }) => isNew),
      limit: thresholds.newEnterprises,
    }),
    largestChanges(figures, thresholds),
    counted(
      "changed-accounts",
      "上次拨付后变更收款账户的企业",
      "Enterprises whose account changed since they were last paid",
      {
        items: some(({ lastPaidElsewhereFen }) => lastPaidElsewhereFen !== null, lastPaid),
        limit: thresholds.changedAccounts,
      },
    ),
    counted(
      "held-enterprises",
      "登记未核验、将暂缓拨付的企业",
      "Enterprises held because their registration is not verified",
      {
        items: some(({ held, amountFen }) => held && amountFen !== 0),
        limit: thresholds.heldEnterprises,
      },
    ),
    failedCheck([]),
    {
      ...counted("open-objections", "待处理的异议", "Objections that are not decided", {
        items: some(({ openObjections }) => openObjections > 0, objections),
        limit: thresholds.openObjections,
      }),
      value: figures.openObjections,
      exceeded: figures.openObjections > thresholds.openObjections,
    },
  ];
}

/** Whom the close waits for; a month is published when it is nobody any more. */
export const failedCheck = (failed: readonly { uscc: string }[]): Check =>
  counted("failed-enterprises", "未能结算的企业", "Enterprises that could not be settled", {
    items: failed.map(({ uscc }) => ({ uscc, name: "", value: 0, previous: null })),
    limit: 0,
  });

/** What an approver has seen, as one value: figures and names, not the words around them. */
export const checksFingerprint = (checks: readonly Check[]): string =>
  fingerprint(checks.map(({ zh, en, ...seen }) => seen));

function largestChanges(
  { enterprises, previous }: Figures,
  { enterpriseChangeFen: limit }: Thresholds,
): Check {
  const changed = previous ? enterprises.filter((one) => changeOf(one) !== 0) : [];
  const largest = changed
    .toSorted((a, b) => changeOf(b) - changeOf(a) || inOrder(a, b))
    .slice(0, CHANGES_SHOWN);
  const value = largest[0] ? changeOf(largest[0]) : 0;
  return {
    code: "largest-changes",
    zh: "与上月相比变动最大的企业（分）",
    en: "Largest changes of an enterprise since the month before (fen)",
    value,
    previous: null,
    limit,
    exceeded: value > limit,
    items: largest.map(asAmounts),
  };
}

function counted(
  code: string,
  zh: string,
  en: string,
  { items, limit }: { items: readonly CheckItem[]; limit: number },
): Check {
  const value = items.length;
  return {
    code,
    zh,
    en,
    value,
    previous: null,
    limit,
    exceeded: value > limit,
    items: items.slice(0, ITEMS_SHOWN),
  };
}

const changeOf = ({ amountFen, previousFen }: EnterpriseFigures): Fen =>
  Math.abs(amountFen - (previousFen ?? 0));

const asAmounts = ({ uscc, name, amountFen, previousFen }: EnterpriseFigures): CheckItem => ({
  uscc,
  name,
  value: amountFen,
  previous: previousFen,
});
const lastPaid = ({ uscc, name, amountFen, lastPaidElsewhereFen }: EnterpriseFigures): CheckItem => ({
  uscc,
  name,
  value: amountFen,
  previous: lastPaidElsewhereFen,
});
const objections = ({ uscc, name, openObjections }: EnterpriseFigures): CheckItem => ({
  uscc,
  name,
  value: openObjections,
  previous: null,
});

const byWeight = (a: CheckItem, b: CheckItem): number =>
  Math.abs(b.value) - Math.abs(a.value) || inOrder(a, b);
const inOrder = (a: { uscc: string }, b: { uscc: string }): number =>
  a.uscc < b.uscc ? -1 : Number(a.uscc > b.uscc);
