import { quickpickle } from "quickpickle";
import { defineConfig } from "vitest/config";

/** What guards the money, and nothing else: Stryker runs these for every change it makes to the code. */
export default defineConfig({
  plugins: [quickpickle({})],
  test: {
    include: [
      "test/unit/subsidy/*.test.ts",
      "test/unit/settlement/{claim,allocate}*.test.ts",
      "test/unit/values/calendar.test.ts",
      "test/scenarios/*.feature",
    ],
    exclude: ["test/scenarios/{ranking,scoring}.feature"],
    setupFiles: ["test/scenarios/steps/money.ts", "test/scenarios/steps/policies.ts"],
    testTimeout: 30_000,
  },
});
