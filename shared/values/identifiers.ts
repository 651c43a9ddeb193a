import { addDays, isDate, type LocalDate } from "./period.ts";

/** Full-width digits and letters, spaces, NBSP and a leading apostrophe are what files and keyboards add. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s'’]/g, "")
    .toUpperCase();

const USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

export const normaliseUscc = plain;

/** Why a code is not a valid unified social credit code (统一社会信用代码, GB 32100-2015). */
export type UsccProblem = "form" | "organisation-check" | "check";

/**
 * Checks a normalised code. A failing check digit is a finding, not a verdict: codes issued by the
 * early pilot areas fail it, so callers mark the enterprise for review instead of refusing it.
 */
export function checkUscc(uscc: string): { valid: boolean; problems: UsccProblem[] } {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(uscc)) return { valid: false, problems: ["form"] };
  const problems: UsccProblem[] = [];
  if (organisationCheck(uscc.slice(8, 16)) !== uscc[16]) problems.push("organisation-check");
  if (usccWithCheckDigit(uscc.slice(0, 17)) !== uscc) problems.push("check");
  return { valid: problems.length === 0, problems };
}

/** Completes the first 17 characters with their check character. */
export function usccWithCheckDigit(first17: string): string {
  const sum = USCC_WEIGHTS.reduce(
    (total, weight, i) => total + weight * USCC_ALPHABET.indexOf(first17[i] ?? ""),
    0,
  );
  return first17 + (USCC_ALPHABET[(31 - (sum % 31)) % 31] ?? "");
}

/** The ninth character of an organisation code (GB 11714), from its first eight. */
export function organisationCheck(first8: string): string {
  const value = (char: string) => Number.parseInt(char, 36);
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + weight * value(first8[i] ?? "0"), 0);
  const check = 11 - (sum % 11);
  return check === 11 ? "0" : check === 10 ? "X" : String(check);
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export const normaliseId = plain;

export type CitizenIdProblem = "form" | "birth-date" | "check";

/** Checks a normalised citizen identity number (公民身份号码, GB 11643-1999). Withdrawn region codes stay valid. */
export function checkCitizenId(id: string): { valid: boolean; problem?: CitizenIdProblem } {
  if (!/^[1-9]\d{16}[\dX]$/.test(id)) return { valid: false, problem: "form" };
  if (!isDate(birthDate(id))) return { valid: false, problem: "birth-date" };
  return citizenIdWithCheckDigit(id.slice(0, 17)) === id
    ? { valid: true }
    : { valid: false, problem: "check" };
}

export function citizenIdWithCheckDigit(first17: string): string {
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return first17 + (("10X98765432"[sum % 11] as string) ?? "");
}

/** The birth date that an 18-digit identity number carries. */
export const birthDate = (id: string): LocalDate =>
  `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;

/** A name without spaces, in plain characters, with one kind of dot between the parts of a minority name. */
export const normaliseName = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/[•‧∙・･.]/g, "·");

/** Completed years on a day. Someone born on 29 February comes of age on 1 March in a common year. */
export function ageOn(birth: LocalDate, date: LocalDate): number {
  const years = Number(date.slice(0, 4)) - Number(birth.slice(0, 4));
  return date.slice(5) >= birth.slice(5) ? years : years - 1;
}

/** The day on which somebody completes so many years; by `ageOn`, 1 March for the 29th of February. */
export function birthdayOf(birth: LocalDate, years: number): LocalDate {
  const year = Number(birth.slice(0, 4)) + years;
  return birth.endsWith("-02-29") ? addDays(`${year}-02-28`, 1) : `${year}${birth.slice(4)}`;
}
