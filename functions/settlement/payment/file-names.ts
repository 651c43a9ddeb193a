/** `payment.csv` is the month's own file, `payment-2.csv` and so on are of its reissues. */
export const fileOfBatch = (batch: number, ending: "csv" | "xml"): string =>
  `payment${batch === 1 ? "" : `-${batch}`}.${ending}`;

/** `payment-313505000001.csv`; a bank's code is longer than any count of a reissue. */
export const fileOfBank = (bankCode: string): string =>
  `payment-${bankCode.replace(/[^0-9A-Za-z]/g, "").padStart(4, "0")}.csv`;

/** How further payment files of a month may be called. */
export const PAYMENT_FILE = /^payment-(?:[1-9]\d{0,2}\.(?:csv|xml)|[0-9A-Za-z]{4,20}\.csv)$/;
