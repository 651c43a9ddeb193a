import type { ControlBook, EarnedMonth, ManifestBook, MonthBook } from "../books.ts";
import type { Comparison, Outcome } from "../comparison.ts";
import { allocation } from "./allocation.ts";
import { claims } from "./claims.ts";
import { controlPaid, controlSettled } from "./control.ts";
import { entitlement } from "./entitlement.ts";
import { entries } from "./entries.ts";
import { evidence } from "./evidence.ts";
import { lines } from "./lines.ts";
import { manifests } from "./manifests.ts";
import { monthTotals, paymentFile } from "./month.ts";

export { entitlement };

/** By what they are given. Another comparison is one file here and its name in the list of its books. */
const ofEarnedMonths: readonly Comparison<EarnedMonth>[] = [entries, claims, lines];
const ofManifests: readonly Comparison<ManifestBook>[] = [manifests, evidence];
const ofControls: readonly Comparison<ControlBook>[] = [controlSettled, controlPaid];
const ofMonths: readonly Comparison<MonthBook>[] = [allocation, monthTotals, paymentFile];

const all =
  <Books>(comparisons: readonly Comparison<Books>[]) =>
  (books: Books): Outcome[] =>
    comparisons.map((one) => one.compare(books));

export const compareEarnedMonth = all(ofEarnedMonths);
export const compareManifest = all(ofManifests);
export const compareControls = all(ofControls);
export const compareMonth = all(ofMonths);

/** Every comparison in the order in which a check tells them, whether or not there was anything to compare. */
export const COMPARISONS = [entitlement, ...ofEarnedMonths, ...ofManifests, ...ofControls, ...ofMonths].map(
  ({ code, zh, en }) => ({ code, zh, en }),
);
