import { systemClock } from "../../shared/runtime/clock.ts";
import { scheduled } from "../../shared/runtime/scheduled.ts";
import { backlogStore } from "./delivery/backlog-store.ts";
import { probeOf, sendTasks, tasksFor } from "./delivery/tasks.ts";

const backlog = backlogStore();

/** Each minute: has whatever is due looked at. Looked at twice, nothing is told twice. */
export const handler = scheduled(async () => {
  for await (const due of backlog.due(systemClock.now())) {
    const hosts = due.filter(({ subscriptionId }) => subscriptionId === undefined);
    const subscribers = due.flatMap(({ host, subscriptionId }) =>
      subscriptionId === undefined ? [] : [{ host, subscriptionId }],
    );
    await sendTasks([...hosts.map(({ host }) => probeOf(host)), ...tasksFor(subscribers)]);
  }
});
