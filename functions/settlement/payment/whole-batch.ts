import { type Fen, sumFen, yuan } from "../../../shared/values/money.ts";
import type { LocalDate } from "../../../shared/values/period.ts";
import { Problem } from "../../../shared/values/problem.ts";
import type { BankReturn, Payment } from "./payment.ts";

/** One word of a bank about all transfers of one file. */
export interface WholeBatch {
  batch: number;
  /** `null` while all of it is still under way. */
  status: BankReturn["status"] | null;
  reason: string;
  date: LocalDate;
  /** How many transfers the bank speaks of and what they come to, where it repeats that. */
  count: number | null;
  sumFen: Fen | null;
}

/**
 * The same word said of each transfer of the file, one by one.
 * @param payments of the month
 * @throws Problem 422 where the bank speaks of another file than was sent
 */
export function oneByOne(whole: WholeBatch, payments: readonly Payment[]): BankReturn[] {
  const sent = payments.filter(({ batch }) => batch === whole.batch);
  assertSameFile(whole, sent);
  const { status, reason, date } = whole;
  if (status === null) return [];
  return sent.map(({ paymentId }, index) => ({
    row: index + 1,
    paymentId,
    status,
    amountFen: null,
    reason,
    bankRef: "",
    date,
    wholeBatch: true,
  }));
}

/** How many transfers of a file that is under way as a whole the bank has not answered yet. */
export const stillUnderWay = ({ batch, status }: WholeBatch, payments: readonly Payment[]): number =>
  status === null
    ? payments.filter((payment) => payment.batch === batch && payment.status === "instructed").length
    : 0;

function assertSameFile({ batch, count, sumFen: stated }: WholeBatch, sent: readonly Payment[]): void {
  const total = sumFen(sent.map(({ amountFen }) => amountFen));
  if (sent.length > 0 && (count ?? sent.length) === sent.length && (stated ?? total) === total) return;
  throw new Problem({
    status: 422,
    code: "foreign-batch",
    zh: `回执所述与第 ${batch} 批付款文件不符（本市发出 ${sent.length} 笔，${yuan(total)} 元），未登记`,
    en: `The report does not match file ${batch} as it was sent (${sent.length} transfers, ${yuan(total)} yuan); nothing was booked`,
    pointer: "/OrgnlGrpInfAndSts",
  });
}
