/** An integer number of fen (1/100 yuan). Never a fraction, never a float that has been through arithmetic. */
export type Fen = number;

/**
 * Divides two integers and rounds half away from zero, exactly.
 * @param numerator integer, e.g. rate × days
 * @param denominator positive integer
 * @throws RangeError when an operand is not an integer or the divisor is not positive
 */
export function roundHalfUp(numerator: number, denominator: number): Fen {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator <= 0) {
    throw new RangeError(`Cannot divide ${numerator} by ${denominator} exactly`);
  }
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  const magnitude = ((n < 0n ? -n : n) * 2n + d) / (d * 2n);
  return Number(n < 0n ? -magnitude : magnitude);
}

/** `35714` → `"357.14"`, `-5` → `"-0.05"`. */
export function yuan(fen: Fen): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `357.14` or `1,357.1` → fen; `null` when the text is not an amount with at most two decimals. */
export function fenFromYuan(text: string): Fen | null {
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  const whole = Number((match[2] ?? "").replaceAll(",", ""));
  const fen = whole * 100 + Number((match[3] ?? "").padEnd(2, "0"));
  if (!Number.isSafeInteger(fen)) return null;
  return match[1] ? 0 - fen : fen;
}

/** Adds amounts; integers in, an integer out. */
export function sumFen(amounts: Iterable<Fen>): Fen {
  let total = 0;
  for (const amount of amounts) total += amount;
  return total;
}
