import { taskWorker } from "../../shared/runtime/worker.ts";
import { checkTask } from "./ledger/asking.ts";
import { checking } from "./ledger/check.ts";
import { settlementStore } from "./store.ts";

const check = checking(settlementStore());

/** Checks the books against each other, an enterprise at a time; the last one concludes. */
export const handler = taskWorker(checkTask, check);
