/** A decimal number as an exact integer of millionths, so that 0.1 + 0.2 is 0.3. */
export type Millionths = bigint;

const LARGEST = 1e12;

/**
 * The number as it was written, rounded half up to the millionth: people plan thirds of something too.
 * @returns `null` for what is no number or beyond ±10¹²
 */
export function millionths(value: number): Millionths | null {
  const size = Math.abs(value);
  if (!(size <= LARGEST)) return null;
  const [whole = "", fraction = ""] = (size < 1e-6 ? size.toFixed(7) : String(size)).split(".");
  const magnitude = (BigInt(whole + fraction.padEnd(7, "0").slice(0, 7)) + 5n) / 10n;
  return value < 0 ? -magnitude : magnitude;
}

/** @throws RangeError for a number that `millionths` refuses; documents and reports are examined before */
export function exactly(value: number): Millionths {
  const exact = millionths(value);
  if (exact === null) throw new RangeError(`Not a number that can be scored: ${value}`);
  return exact;
}

/** Divides and rounds half up. Neither operand may be negative, and the divisor not zero. */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  if (numerator < 0n || denominator <= 0n)
    throw new RangeError(`Cannot divide ${numerator} by ${denominator}`);
  return (2n * numerator + denominator) / (2n * denominator);
}

/** Points as integers of hundredths; 8625 is 86.25 points. */
export type Hundredths = bigint;

/** A number of points, not negative, rounded half up to the hundredth. */
export const hundredths = (points: number): Hundredths => halfUp(exactly(points), 10_000n);

/** Hundredths as the number with two decimals that people read and JSON carries. */
export const points = (value: Hundredths): number => Number(value) / 100;

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const between = (low: bigint, value: bigint, high: bigint): bigint =>
  value < low ? low : least(value, high);
export const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
