import { instructionFor, type Recovery } from "../../../functions/settlement/payment/balance.ts";
import { type Demand, openFen, type Receipt, receive } from "../../../functions/settlement/payment/demand.ts";
import { instructed } from "../../../functions/settlement/payment/instructed.ts";
import { applyReturn, type BankReturn, type Payment } from "../../../functions/settlement/payment/payment.ts";
import { reissued } from "../../../functions/settlement/payment/reissued.ts";
import { sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";

interface SettledLine {
  bookedPeriod: Period;
  earnedPeriod: Period;
  amountFen: number;
}

const ALL = "9999-12";
const AT = new Date("2026-08-01T00:00:00Z");

/** All that is done about one payee, in memory: what the workers do with their table, by the same rules. */
export class PayeeBooks {
  readonly uscc: string;
  recovery: Recovery;
  lines: SettledLine[] = [];
  payments: Payment[] = [];
  demands: Demand[] = [];
  receipts: Receipt[] = [];
  conflicts: BankReturn[] = [];
  through: Period = "";
  account = { confirmed: "account 1", pending: null as string | null };
  #accounts = 1;
  #batches = new Map<Period, number>();

  constructor(uscc: string, recovery: Recovery = "net") {
    this.uscc = uscc;
    this.recovery = recovery;
  }

  settle(bookedPeriod: Period, earnedPeriod: Period, amountFen: number): void {
    this.lines.push({ bookedPeriod, earnedPeriod, amountFen });
  }

  settledFen(through: Period): number {
    return sumFen(this.lines.filter((one) => one.bookedPeriod <= through).map(({ amountFen }) => amountFen));
  }

  instruct(period: Period): void {
    if (this.through >= period) return;
    const own = this.lines.filter(({ bookedPeriod }) => bookedPeriod === period);
    const instruction = instructionFor({
      settledFen: this.settledFen(period),
      addedFen: (upTo) =>
        sumFen(own.filter((one) => one.earnedPeriod <= upTo).map(({ amountFen }) => amountFen)),
      payments: this.payments,
      demands: this.demands,
      recovery: this.recovery,
    });
    const to = instruction.payFen > 0 ? this.#to() : null;
    const occasion = { uscc: this.uscc, period, to, instructedAt: AT.toISOString(), at: AT };
    const { payment, carried, demands } = instructed(instruction, occasion);
    for (const next of [...carried, ...(payment ? [payment] : [])]) this.#keepPayment(next);
    for (const next of demands) this.#keepDemand(next);
    this.through = period;
  }

  /** @returns what became of it, by the code of the problem if it was refused */
  bank(told: Omit<BankReturn, "row" | "date" | "reason"> & { reason?: string }): string {
    const line = { row: 1, date: "2026-08-01", reason: "", ...told };
    const outcome = applyReturn(
      this.payments.find(({ paymentId }) => paymentId === told.paymentId),
      line,
    );
    if (outcome === "same") return "same";
    if ("code" in outcome) {
      if (outcome.code === "conflicting-return") this.conflicts.push(line);
      return outcome.code;
    }
    this.#keepPayment(outcome);
    return "booked";
  }

  changeAccount(): void {
    this.account.pending = `account ${++this.#accounts}`;
  }
  confirmAccount(): void {
    this.account = { confirmed: this.account.pending ?? this.account.confirmed, pending: null };
  }

  /** @returns the number of the new payment, or the code of the refusal */
  reissue(paymentId: string): string {
    const returned = this.payment(paymentId);
    if (returned.replacedBy) return returned.replacedBy;
    const batch = (this.#batches.get(returned.period) ?? 1) + 1;
    return refusalOf(() => {
      const { old, fresh } = reissued(returned, {
        to: this.#to(),
        settledFen: { instructed: this.settledFen(this.through), booked: this.settledFen(ALL) },
        payments: this.payments,
        demands: this.demands,
        batch,
        at: AT,
      });
      this.#batches.set(returned.period, batch);
      this.#keepPayment(old);
      this.#keepPayment(fresh);
      return fresh.paymentId;
    });
  }

  /** @returns `booked`, `same`, or the code of the refusal */
  receive(receipt: Receipt): string {
    const demand = this.demands.find(({ demandId }) => demandId === receipt.demandId);
    if (!demand) return "not-found";
    return refusalOf(() => {
      const next = receive(
        demand,
        receipt,
        this.receipts.find(({ bankRef }) => bankRef === receipt.bankRef),
      );
      if (next === "same") return "same";
      this.receipts.push(receipt);
      this.#keepDemand(next);
      return "booked";
    });
  }

  payment(paymentId: string): Payment {
    const found = this.payments.find((one) => one.paymentId === paymentId);
    if (!found) throw new Error(`There is no payment ${paymentId}`);
    return found;
  }

  /** Money on accounts of the enterprise less what it has paid back. */
  heldFen(): number {
    const arrived = this.payments.filter(({ status }) => status === "paid");
    const back = this.receipts.map(({ amountFen }) => amountFen);
    return sumFen(arrived.map(({ amountFen }) => amountFen)) - sumFen(back);
  }

  openDemandsFen(): number {
    return sumFen(this.demands.map(openFen));
  }

  #to = () => ({
    account: this.account.confirmed,
    accountMasked: "****01",
    bankCode: "313505000001",
  });
  #keepPayment(next: Payment): void {
    this.payments = [...this.payments.filter(({ paymentId }) => paymentId !== next.paymentId), next];
  }
  #keepDemand(next: Demand): void {
    this.demands = [...this.demands.filter(({ demandId }) => demandId !== next.demandId), next];
  }
}

function refusalOf(work: () => string): string {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Problem) return cause.facts.code;
    throw cause;
  }
}
