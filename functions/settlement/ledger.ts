import { systemClock } from "../../shared/runtime/clock.ts";
import { setting } from "../../shared/runtime/config.ts";
import { answer, httpApi, seeOther } from "../../shared/runtime/http.ts";
import { readJob } from "../../shared/runtime/jobs.ts";
import { presignGet } from "../../shared/runtime/presign.ts";
import { checkFile, checkPage, noCheck, startCheck } from "./ledger/asking.ts";
import { ledgerRoutes } from "./ledger/routes.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();

/** Answers those who check the books, apart from those who move the months. */
export const handler = httpApi(ledgerRoutes, {
  checkLedger: async ({ body, caller }) =>
    answer(202, { jobId: await startCheck(body.periods ?? null, caller.sub, systemClock.now(), store) }),

  getLedgerCheck: async ({ params: { jobId }, query: { limit = 100, cursor } }) =>
    answer(200, await checkPage(jobId, { limit, cursor }, store)),

  getLedgerCheckFile: async ({ params: { jobId } }) => {
    if ((await readJob(jobId))?.status !== "done") throw noCheck();
    return seeOther(await presignGet(setting("FILES_BUCKET"), checkFile(jobId), `${jobId}.jsonl`));
  },
});
