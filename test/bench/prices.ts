/**
 * List prices of AWS, as data: what a city puts its own contract's prices in place of. Without the free tier and taxes.
 */
export interface Prices {
  region: string;
  currency: "USD" | "CNY";
  /** The month whose list prices these are. */
  asOf: string;
  /** The prices that are from general knowledge and not from a page that was read: 待确认. */
  unconfirmed: readonly (keyof Prices)[];
  /** Per million request units, on demand. */
  dynamodbWrites: number;
  dynamodbReads: number;
  /** Per GB-second, on Arm where it is offered; per million requests. */
  lambdaGbSecond: number;
  lambdaRequests: number;
  /** Per million requests, all of them. */
  s3Puts: number;
  s3Gets: number;
  sqsRequests: number;
  snsPublishes: number;
}

const ALL_BUT_DYNAMODB = [
  "lambdaGbSecond",
  "lambdaRequests",
  "s3Puts",
  "s3Gets",
  "sqsRequests",
  "snsPublishes",
] as const;

export const PRICES: readonly Prices[] = [
  {
    region: "us-east-1",
    currency: "USD",
    // on-demand requests cost half since then
    asOf: "2024-11",
    unconfirmed: ALL_BUT_DYNAMODB,
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
    unconfirmed: ["dynamodbWrites", "dynamodbReads", ...ALL_BUT_DYNAMODB],
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

/** Somebody's published bill for putting a file's rows into DynamoDB one by one. */
export const PUBLISHED_ANCHOR = {
  items: 740_000,
  usd: 1.78,
  at: "before on-demand requests became half as dear",
};
