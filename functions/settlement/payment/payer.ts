import { setting } from "../../../shared/runtime/config.ts";

/** Who pays: the city's treasury account at its agent bank, as the city's settings name it (待确认 until they do). */
export interface Payer {
  /** GB/T 2260, in every message to the bank: a message of another city is known by it. */
  regionCode: string;
  name: string;
  accountNo: string;
  bankCode: string;
}

export const payer = (): Payer => JSON.parse(setting("PAYER")) as Payer;
