import { toldOutside } from "../../events/catalogue.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { backlogStore } from "./delivery/backlog-store.ts";
import { hostStore } from "./delivery/host-store.ts";
import { subscriberStore } from "./subscriber-store.ts";
import { logStore } from "./telling/log-store.ts";
import { spread } from "./telling/spread.ts";

const stores = {
  subscribers: subscriberStore(),
  backlog: backlogStore(),
  hosts: hostStore(),
  log: logStore(),
};

/** Logs whatever is told outside, and has it wait for those who subscribed to it. */
export const handler = factWorker(toldOutside, (fact) => spread(fact, stores));
