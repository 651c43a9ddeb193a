/**
 * List prices of AWS, as data. What could not be held against AWS's own page when this was written is marked [K]
 * 待确认; a city puts in its own contract's prices. Without the free tier, without taxes.
 */
export interface Prices {
  region: string;
  currency: "USD" | "CNY";
  /** When these were the list prices. */
  asOf: string;
  /** 待确认: from general knowledge, not from the page. */
  unconfirmed: boolean;
  /** Per million request units, on demand. */
  dynamodbWrites: number;
  dynamodbReads: number;
  /** Per GB-second on Arm (x86 in China), and per million requests. */
  lambdaGbSecond: number;
  lambdaRequests: number;
  /** Per million. */
  s3Puts: number;
  s3Gets: number;
  sqsRequests: number;
  snsPublishes: number;
}

export const PRICES: readonly Prices[] = [
  {
    region: "us-east-1",
    currency: "USD",
    asOf: "2024-11",
    unconfirmed: true,
    dynamodbWrites: 0.625,
    dynamodbReads: 0.125,
    lambdaGbSecond: 0.0000133334,
    lambdaRequests: 0.2,
    s3Puts: 5,
    s3Gets: 0.4,
    sqsRequests: 0.4,
    snsPublishes: 0.5,
  },
  {
    region: "cn-north-1",
    currency: "CNY",
    asOf: "2024-11",
    unconfirmed: true,
    dynamodbWrites: 4.47,
    dynamodbReads: 0.894,
    lambdaGbSecond: 0.00011338,
    lambdaRequests: 1.36,
    s3Puts: 4.05,
    s3Gets: 1.35,
    sqsRequests: 2.6,
    snsPublishes: 3.39,
  },
];

/** Somebody's published bill for putting a file's rows into DynamoDB one by one, at the prices of its time. */
export const PUBLISHED_ANCHOR = { items: 740_000, usd: 1.78 };
