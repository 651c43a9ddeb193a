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

const CAPITALS = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"] as const;
/** 万 counts ten thousands and 亿 ten thousands of those, so that 12,345 亿 is 壹万贰仟叁佰肆拾伍亿. */
const CAPITAL_UNITS = [
  [1e8, "亿"],
  [1e4, "万"],
  [1000, "仟"],
  [100, "佰"],
  [10, "拾"],
] as const;

/**
 * An amount as financial papers write it in words: `1234567` → `人民币壹万贰仟叁佰肆拾伍元陆角柒分`, `168032` →
 * `人民币壹仟陆佰捌拾元零叁角贰分`, `-50` → `人民币负伍角整`. By 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定),
 * and where it allows two ways, in the one it names first.
 */
export function inChineseCapitals(fen: Fen): string {
  const magnitude = Math.abs(fen);
  const [yuans, jiao, rest] = [Math.floor(magnitude / 100), Math.floor(magnitude / 10) % 10, magnitude % 10];
  const whole = yuans > 0 || magnitude === 0 ? `${capitals(yuans)}元` : "";
  const gap = yuans > 0 && magnitude % 100 > 0 && (yuans % 10 === 0 || jiao === 0) ? "零" : "";
  const parts = (jiao > 0 ? `${CAPITALS[jiao]}角` : "") + (rest > 0 ? `${CAPITALS[rest]}分` : "整");
  return `人民币${fen < 0 ? "负" : ""}${whole}${gap}${parts}`;
}

/** A whole number in words; 零 stands once for however many places are empty between two that are not. */
function capitals(whole: number): string {
  const unit = CAPITAL_UNITS.find(([size]) => whole >= size);
  if (!unit) return CAPITALS[whole] ?? "";
  const [size, name] = unit;
  const rest = whole % size;
  const gap = rest < size / 10 ? "零" : "";
  return capitals(Math.floor(whole / size)) + name + (rest === 0 ? "" : gap + capitals(rest));
}
