import { quickpickle } from "quickpickle";
import { defineConfig } from "vitest/config";
import { STEP_FILES } from "./test/scenarios/step-files.ts";

/** Far more than the slowest month takes, also on a machine with other work: what takes longer hangs. */
const STAGE_TIMEOUT_MS = 300_000;

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
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        plugins: [quickpickle({})],
        test: {
          name: "scenarios",
          include: ["test/scenarios/**/*.feature"],
          setupFiles: STEP_FILES.map((file) => `./test/scenarios/steps/${file}`),
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
