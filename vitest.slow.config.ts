import { quickpickle } from "quickpickle";
import { defineConfig } from "vitest/config";

/** The slowest wait for a whole month; everything that takes longer hangs. */
const STAGE_TIMEOUT_MS = 500_000;

const onTheStage = (name: string) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: STAGE_TIMEOUT_MS,
    hookTimeout: STAGE_TIMEOUT_MS,
    // each file runs a stage of its own, which takes both cores
    fileParallelism: false,
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        plugins: [quickpickle({})],
        test: {
          name: "scenarios",
          include: ["test/scenarios/**/*.feature"],
          setupFiles: ["./test/scenarios/steps/money.ts", "./test/scenarios/steps/assessment.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "corpus",
          include: ["test/corpus/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...["integration", "browser", "chaos", "conformance"].map(onTheStage),
    ],
  },
});
