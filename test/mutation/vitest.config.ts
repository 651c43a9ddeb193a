import { quickpickle } from "quickpickle";
import { defineConfig } from "vitest/config";

/** What guards the money, and nothing else: Stryker runs these for every change it makes to the code. */
export default defineConfig({
  plugins: [quickpickle({})],
  test: {
    include: [
      "test/unit/subsidy/{account,days,entitle,policy,shared-days,simulation}.test.ts",
      "test/unit/settlement/{claim,allocate}*.test.ts",
      "test/unit/values/calendar.test.ts",
      "test/mutation/scenarios.test.ts",
    ],
    isolate: false,
    testTimeout: 30_000,
  },
});
