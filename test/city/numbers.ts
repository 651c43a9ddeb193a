/**
 * Identifiers for people and firms that do not exist. They carry right check digits, worked out here and not
 * with the product's own functions, so that a shared mistake can't hide.
 */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** A unified social credit code (GB 32100-2015) of a company in a region, from a number below 10 million. */
export function companyCode(region: string, number: number): string {
  const organisation = `MA9${String(number).padStart(5, "0")}`;
  return withUsccCheck(`91${region}${organisation}${organisationCheck(organisation)}`);
}

/** The same code with another check character than the right one. */
export function withWrongCheck(uscc: string): string {
  const right = ALPHABET.indexOf(uscc.slice(-1));
  return uscc.slice(0, 17) + ALPHABET.charAt((right + 7) % 31);
}

/**
 * A citizen identity number (GB 11643-1999). The region is always the prefecture's own 411200 and no district's, so
 * that the numbers of the city are recognisably invented.
 * @param sequence 1..999, odd for a man
 */
export function citizenId(birth: string, sequence: number): string {
  const first17 = `411200${birth.replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * (weights[i] as number);
  return first17 + "10X98765432".charAt(sum % 11);
}

/** A bank account number of 19 digits. */
export const accountNumber = (number: number): string => `6222990000${String(number).padStart(9, "0")}`;

/** A mobile number that is plainly invented: 1990000 and a counter. */
export const phoneNumber = (number: number): string => `1990000${String(number).padStart(4, "0")}`;

function organisationCheck(first8: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += Number.parseInt(first8.charAt(i), 36) * (weights[i] as number);
  return "0X987654321".charAt(sum % 11);
}

function withUsccCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const char of first17) {
    sum += ALPHABET.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return first17 + ALPHABET.charAt((31 - (sum % 31)) % 31);
}
