/** The words of the scenarios, in `steps/`: `money.ts` first, which says what the others' tables and names are. */
export const STEP_FILES = [
  "money.ts",
  "money-limits.ts",
  "schemes.ts",
  "policies.ts",
  "assessment.ts",
  "approval.ts",
  "payment.ts",
] as const;
