import type { Bank } from "../plan/city.ts";
import { type Facts, type Objection, type Step, saw } from "../plan/facts.ts";
import type { Share, Shared } from "./allocation.ts";
import type { Records } from "./records.ts";

/** What one enterprise was ever told to be paid and to pay back, as it should be. */
interface Payee {
  uscc: string;
  payments: Payment[];
  demands: Demand[];
  /** The last month that was instructed for it. */
  through: string;
}

export interface Payment {
  paymentId: string;
  period: string;
  amountFen: number;
  status: string;
  carriedBy: string | null;
  replacedBy: string | null;
}

interface Demand {
  demandId: string;
  period: string;
  amountFen: number;
  withdrawnFen: number;
  receivedFen: number;
}

/** Everything known about the money after the months were shared out. */
interface Course {
  facts: Facts;
  shared: Shared;
  bank: Bank;
}

/**
 * Pays the months anew: of all that was settled and that nobody objects to, what is not paid yet; what was paid too
 * much is netted or demanded. Then holds the city's payments and demands against that.
 */
export function payeesAreRight(course: Course, records: Records): string[] {
  const payees = new Map<string, Payee>();
  for (const [at, step] of course.facts.steps.entries()) take(step, at, course, payees);
  const due = [...payees.values()];
  const rows = records.of("Settlement", "PAYEE#");
  return [
    ...differences(
      due.flatMap(({ payments }) => payments.map(paymentText)),
      rows.filter(({ sk }) => String(sk).startsWith("PAYMENT#")).map((row) => paymentText(row as never)),
    ),
    ...differences(
      due.flatMap(({ demands }) => demands.map(demandText)),
      rows.filter(({ sk }) => String(sk).startsWith("DEMAND#")).map((row) => demandText(row as never)),
    ),
  ];
}

function take(step: Step, at: number, course: Course, payees: Map<string, Payee>): void {
  if (step.step === "instructed") {
    const shares = course.shared.get(step.period) ?? [];
    for (const uscc of new Set([...course.shared.values()].flat().map((share) => share.uscc))) {
      const payee = payees.get(uscc) ?? { uscc, payments: [], demands: [], through: "" };
      payees.set(uscc, payee);
      instruct(payee, step, at, course, shares);
    }
  }
  if (step.step === "reissued") reissue(step, at, course, payees);
  if (step.step === "received")
    for (const { demands } of payees.values())
      for (const demand of demands)
        if (demand.demandId === step.demandId) demand.receivedFen += step.amountFen;
}

function instruct(
  payee: Payee,
  { period, policies }: { period: string; policies: number },
  at: number,
  course: Course,
  shares: readonly Share[],
): void {
  const { facts, bank } = course;
  const { uscc, payments, demands } = payee;
  const free = freeFen(uscc, period, at, course);
  const own = shares.filter((share) => share.uscc === uscc);
  withdraw(demands, own, free - standing(payee));
  const open = free - standing(payee);
  payee.through = period;
  if (open > 0) {
    const paymentId = `P${period.replace("-", "")}-${uscc}`;
    for (const payment of payments)
      if (payment.status === "returned" && payment.carriedBy === null) payment.carriedBy = paymentId;
    payments.push({ ...made(paymentId, period, bank), amountFen: open });
  }
  const recovery = facts.policies.slice(0, policies).findLast(({ from }) => from <= period)?.recovery;
  if (open >= 0 || recovery !== "demand") return;
  const demandId = `D${period.replace("-", "")}-${uscc}`;
  demands.push({ demandId, period, amountFen: -open, withdrawnFen: 0, receivedFen: 0 });
  saw(facts, "money demanded");
}

/** What later months have brought to the months that a demand has judged was demanded without cause. */
function withdraw(demands: readonly Demand[], shares: readonly Share[], payable: number): void {
  let left = Math.max(0, payable);
  let taken = 0;
  for (const demand of demands) {
    const earlier = shares.filter(({ earnedPeriod }) => earnedPeriod <= demand.period);
    const brought = earlier.reduce((sum, { paysFen }) => sum + paysFen, 0) - taken;
    const open = demand.amountFen - demand.withdrawnFen - demand.receivedFen;
    const fen = Math.max(0, Math.min(left, brought, open));
    demand.withdrawnFen += fen;
    left -= fen;
    taken += fen;
  }
}

/** The same month, another number; never more than is owed by what is known now. */
function reissue(
  { paymentId, by }: { paymentId: string; by: string | null },
  at: number,
  course: Course,
  payees: ReadonlyMap<string, Payee>,
): void {
  const payee = [...payees.values()].find(({ payments }) =>
    payments.some((one) => one.paymentId === paymentId),
  );
  const old = payee?.payments.find((one) => one.paymentId === paymentId);
  if (!payee || !old) return;
  const booked =
    [...course.shared.keys()].filter((period) => closedBefore(course.facts, period, at)).at(-1) ?? "";
  const owed = [payee.through, booked].map(
    (period) => freeFen(payee.uscc, period, at, course) - standing(payee),
  );
  const amountFen = Math.max(0, Math.min(old.amountFen, ...owed));
  if (amountFen === 0) return;
  const number = 1 + payee.payments.filter(({ period }) => period === old.period).length;
  const next = `P${old.period.replace("-", "")}-${payee.uscc}-${number}`;
  if (by === null || old.status !== "returned" || old.carriedBy !== null)
    saw(course.facts, "reissue out of turn");
  Object.assign(old, { status: "reissued", replacedBy: next });
  payee.payments.push({ ...made(next, old.period, course.bank), amountFen });
}

const closedBefore = ({ steps }: Facts, month: string, at: number): boolean =>
  steps.slice(0, at).some((one) => one.step === "closed" && one.period === month);

const made = (paymentId: string, period: string, bank: Bank): Omit<Payment, "amountFen"> => ({
  ...{ paymentId, period, status: bank.get(paymentId)?.status ?? "instructed" },
  ...{ carriedBy: null, replacedBy: null },
});

/** Paid, less what is rightly asked back. */
const standing = ({ payments, demands }: Payee): number =>
  payments
    .filter(({ status }) => status === "paid" || status === "instructed")
    .reduce((total, { amountFen }) => total + amountFen, 0) -
  demands.reduce((total, { amountFen, withdrawnFen }) => total + amountFen - withdrawnFen, 0);

/** All that was settled up to a month, less what somebody objects to and no officer has dismissed by then. */
function freeFen(uscc: string, period: string, at: number, course: Course): number {
  const { facts, shared } = course;
  const dismissed = new Set(
    facts.steps.slice(0, at).flatMap((one) => (one.step === "dismissed" ? [one.objection] : [])),
  );
  const holding = facts.objections.filter((one) => one.period <= period && !dismissed.has(one.id));
  const months = [...shared].filter(([month]) => month <= period);
  const own = months.map(([month, shares]) => ({ month, shares: shares.filter((one) => one.uscc === uscc) }));
  const settled = own.flatMap(({ shares }) => shares).reduce((sum, { paysFen }) => sum + paysFen, 0);
  const contested = new Set(own.flatMap(({ month, shares }) => objectedTo(month, uscc, shares, holding)));
  const keys = new Set([...contested].map((one) => one.slice(8)));
  let held = 0;
  for (const key of keys) held += heldOf(key, own, contested);
  if (held > 0) saw(facts, "money held");
  return settled - held;
}

/** `<month> <key>` of each line that an objection names. */
function objectedTo(
  month: string,
  uscc: string,
  shares: readonly Share[],
  holding: readonly Objection[],
): string[] {
  const named = new Set(holding.flatMap(({ lines }) => lines.map(({ lineId }) => lineId)));
  return numbered(shares)
    .map(({ key }, at) => ({ key, lineId: `${month}-${uscc}-${String(at + 1).padStart(5, "0")}` }))
    .filter(({ lineId }) => named.has(lineId))
    .map(({ key }) => `${month} ${key}`);
}

/** The month's lines as they are numbered: all that were claimed, then what is paid of what waited. */
export const numbered = (shares: readonly Share[]): Share[] =>
  shares.filter(({ claimed, paysFen }) => claimed || paysFen !== 0);

/** Of one line's money: what was named is held, corrections take that first, and the rest is paid before it. */
function heldOf(
  key: string,
  months: readonly { month: string; shares: readonly Share[] }[],
  contested: ReadonlySet<string>,
): number {
  let [owed, paid, named] = [0, 0, 0];
  for (const { month, shares } of months)
    for (const share of shares.filter((one) => one.key === key)) {
      owed += share.owedFen;
      paid += share.paysFen;
      if (contested.has(`${month} ${key}`)) named += Math.max(0, share.owedFen, share.paysFen);
      if (share.owedFen < 0) named += share.owedFen;
      named = Math.min(Math.max(0, named), Math.max(0, owed));
    }
  return Math.max(0, paid - (owed - named));
}

const paymentText = ({ paymentId, amountFen, status, carriedBy, replacedBy }: Payment): string =>
  `${paymentId} of ${amountFen} is ${status}, carried by ${carriedBy ?? "none"}, replaced by ${replacedBy ?? "none"}`;
const demandText = ({ demandId, amountFen, withdrawnFen, receivedFen }: Demand): string =>
  `${demandId} of ${amountFen}, ${withdrawnFen} withdrawn, ${receivedFen} received`;

function differences(due: readonly string[], found: readonly string[]): string[] {
  const [one, other] = [new Set(due), new Set(found)];
  return [
    ...due.filter((text) => !other.has(text)).map((text) => `payees: there is no ${text}`),
    ...found.filter((text) => !one.has(text)).map((text) => `payees: there should be no ${text}`),
  ];
}
