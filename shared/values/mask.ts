/**
 * The one mask of the whole product (待确认: the owning bureau confirms how many characters stay).
 * One mask everywhere, because two differently masked lists can be joined back to the full number.
 */
const VISIBLE_CHARACTERS = 2;

/** Every letter and digit but the last two becomes `*`: `411202200910150030` → `****************30`. */
export function mask(text: string): string {
  const characters = [...text];
  const hidden = characters.length - VISIBLE_CHARACTERS;
  return characters
    .map((char, index) => (index < hidden && /[\p{L}\p{N}]/u.test(char) ? "*" : char))
    .join("");
}

/** A person's name shows its first character only: `张小明` → `张＊＊`. */
export function maskName(name: string): string {
  const [first = "", ...rest] = [...name.trim()];
  return first + "＊".repeat(rest.length);
}

/** Masks whatever looks like an identity number, a phone or an account inside a longer text. */
export function maskNumbers(text: string): string {
  return text.replace(/\p{Nd}[\p{Nd} ]{9,}[\p{Nd}XxＸｘ]/gu, (number) => mask(number));
}
