import type { Period } from "../../../shared/values/period.ts";
import { parseReturns } from "./bank-csv.ts";
import { readPain002 } from "./pain-002.ts";
import type { BankReturn } from "./payment.ts";
import type { WholeBatch } from "./whole-batch.ts";

/** What a bank's file says: transfers that ended one way or the other, and how many have not ended yet. */
export interface ReadReturns {
  lines: BankReturn[];
  underWay: number;
  /** What is said of a file of transfers as a whole, where nothing is said of each. */
  whole?: WholeBatch;
}

/** Reads whatever a bank sends back; what it is is told by its beginning. @throws Problem 422 */
export const readReturns = (text: string, asked: { regionCode: string; period: Period }): ReadReturns =>
  text.trimStart().startsWith("<") ? readPain002(text, asked) : { lines: parseReturns(text), underWay: 0 };
