import { bombCases } from "./bombs.ts";
import type { Case } from "./case.ts";
import { damagedCases } from "./damage.ts";
import { exhaustingCases } from "./exhausting.ts";
import { formCases } from "./forms.ts";
import { hostileCases } from "./hostile.ts";
import { meaningCases } from "./meanings.ts";
import { packageCases } from "./packages.ts";
import { spellingCases } from "./spellings.ts";

/** The corpus. */
export const cases: readonly Case[] = [
  ...formCases,
  ...spellingCases,
  ...meaningCases,
  ...damagedCases,
  ...hostileCases,
  ...packageCases,
  ...bombCases,
  ...exhaustingCases,
];
