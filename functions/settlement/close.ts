import { scheduled } from "../../shared/runtime/scheduled.ts";
import { addMonths, periodOf, shanghaiDate } from "../../shared/values/period.ts";
import { closeOnSchedule } from "./month/begin.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

/** On the fifth, two in the morning: closes the month before the scheduled day, whenever the firing arrives. */
export const handler = scheduled(async ({ scheduledAt }) => {
  const period = addMonths(periodOf(shanghaiDate(scheduledAt)), -1);
  await closeOnSchedule(period, scheduledAt, store);
});
