import { type Dice, dice } from "../../city/prng.ts";

export type { Dice };
export { dice };

/** Takes an item out of a list. The list must not be empty. */
export function draw<T>(roll: Dice, list: T[]): T {
  return list.splice(roll.between(0, list.length - 1), 1)[0] as T;
}

/** Whether something happens that happens so often in a thousand. */
export const perMille = (roll: Dice, often: number): boolean => roll.next() * 1000 < often;
