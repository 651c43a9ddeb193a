import { rounded, say } from "../kit/say.ts";
import { PRICES, type Prices, PUBLISHED_ANCHOR } from "../prices.ts";

const MILLION = 1_000_000;

/** What reading and booking one file took. */
export interface Used {
  rows: number;
  writeUnits: number;
  readUnits: number;
  lambdaGbSeconds: number;
  lambdaRequests: number;
  s3Puts: number;
  s3Gets: number;
  sqsRequests: number;
  snsPublishes: number;
}

/** A file's costs, row by row of the table, as they would be for a million rows. Storage and traffic are left out. */
export function costOf(used: Used, prices: Prices) {
  const times = MILLION / used.rows;
  const perMillion = (count: number, price: number) => rounded(((count * times) / MILLION) * price, 4);
  const parts = {
    writes: perMillion(used.writeUnits, prices.dynamodbWrites),
    reads: perMillion(used.readUnits, prices.dynamodbReads),
    compute: rounded(used.lambdaGbSeconds * times * prices.lambdaGbSecond, 4),
    requests: perMillion(used.lambdaRequests, prices.lambdaRequests),
    files: rounded(perMillion(used.s3Puts, prices.s3Puts) + perMillion(used.s3Gets, prices.s3Gets), 4),
    messages: rounded(
      perMillion(used.sqsRequests, prices.sqsRequests) + perMillion(used.snsPublishes, prices.snsPublishes),
      4,
    ),
  };
  return {
    ...parts,
    total: rounded(
      Object.values(parts).reduce((sum, part) => sum + part, 0),
      4,
    ),
  };
}

/** Says what a million rows cost, ours and the peer's, at each list of prices, and what somebody's bill says of it. */
export function sayCosts(users: Record<string, Used>): void {
  for (const prices of PRICES) {
    const { region, currency, asOf, unconfirmed } = prices;
    for (const [who, used] of Object.entries(users)) {
      const of = { region, currency, asOf, ...(unconfirmed.length > 0 ? { 待确认: unconfirmed } : {}) };
      say({ part: "cost", who, per: "million rows", ...of, ...costOf(used, prices) });
    }
  }
  const { items, usd, at } = PUBLISHED_ANCHOR;
  say({
    part: "cost",
    who: "published",
    per: "million rows",
    currency: "USD",
    total: rounded((usd / items) * MILLION),
    at,
  });
}
