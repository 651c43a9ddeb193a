import { systemClock } from "../../shared/runtime/clock.ts";
import { scheduled } from "../../shared/runtime/scheduled.ts";
import { addMonths, periodOf, shanghaiDate } from "../../shared/values/period.ts";
import { placementQueries } from "../placement/queries.ts";
import { registryQueries } from "../registry/queries.ts";
import { settlementQueries } from "../settlement/queries.ts";
import { freezeMonth } from "./freeze.ts";
import { assessmentStore } from "./store.ts";

const store = assessmentStore();
const neighbours = {
  registry: registryQueries(),
  placement: placementQueries(),
  settlement: settlementQueries(),
};

/** Scores the month before the scheduled day. A second firing finds unchanged inputs and writes nothing. */
export const handler = scheduled(async ({ scheduledAt }) => {
  const period = addMonths(periodOf(shanghaiDate(scheduledAt)), -1);
  await freezeMonth(period, systemClock.now(), store, neighbours);
});
