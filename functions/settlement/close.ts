import { systemClock } from "../../shared/runtime/clock.ts";
import { scheduled } from "../../shared/runtime/scheduled.ts";
import { closeDue, dueAt } from "./month/overdue.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

/** On the fifth, two in the morning: closes the month that is due on the scheduled day, whenever the firing arrives. */
export const handler = scheduled(({ scheduledAt }) => closeDue(dueAt(scheduledAt), systemClock.now(), store));
