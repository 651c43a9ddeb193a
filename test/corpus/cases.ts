import type { Case } from "./case.ts";
import { damagedCases } from "./damage.ts";

/** The corpus. */
export const cases: readonly Case[] = [...damagedCases];
