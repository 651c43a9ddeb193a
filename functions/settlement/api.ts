import { systemClock } from "../../shared/runtime/clock.ts";
import { setting } from "../../shared/runtime/config.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { answer, httpApi, seeOther } from "../../shared/runtime/http.ts";
import { assertOwner } from "../../shared/runtime/identity.ts";
import { pageOf } from "../../shared/runtime/pages.ts";
import { presignGet } from "../../shared/runtime/presign.ts";
import type { Period } from "../../shared/values/period.ts";
import { notFound } from "../../shared/values/problem.ts";
import { accrualsPage } from "./booking/accruals.ts";
import { allocationView } from "./booking/allocation-view.ts";
import { settledLines, settlementOf, settlementPage } from "./booking/settled.ts";
import { setThresholds, startApproval } from "./month/approval.ts";
import { startClose, startInstruct } from "./month/begin.ts";
import { monthRoutes as routes } from "./month/routes.ts";
import { PUBLICITY_FILE } from "./paper/publicity-file.ts";
import { recoveryIn } from "./payment/recovery.ts";
import { objectedLines } from "./publicity/holds.ts";
import { settlementStore } from "./store.ts";
import { monthView, settlementView } from "./views.ts";

const store = settlementStore();
const now = () => systemClock.now();

export const handler = httpApi(routes, {
  getPeriod: async ({ params }) => answer(200, await monthView(await store.period(params.period), store)),

  closePeriod: async ({ params, caller }) => {
    const jobId = await startClose(params.period, caller.sub, now(), store).catch(changedMeanwhile);
    return answer(202, { jobId });
  },

  approvePeriod: async ({ params, body, caller }) => {
    const approval = { period: params.period, by: caller.sub, seen: body.checks };
    return answer(200, await monthView(await startApproval(approval, store, now()), store));
  },

  instructPeriod: async ({ params: { period }, caller }) => {
    const recovery = await recoveryIn(period);
    const jobId = await startInstruct(period, caller.sub, now(), store, recovery).catch(changedMeanwhile);
    return answer(202, { jobId });
  },

  getFile: async ({ params: { period, name } }) => seeOther(await linkTo(period, name)),

  getPublicityFile: async ({ params: { period } }) => seeOther(await linkTo(period, PUBLICITY_FILE)),

  listSettlements: async ({ query: { period, uscc, limit = 100, cursor }, caller }) => {
    const official = caller.roles.some((role) => role === "finance" || role === "auditor");
    const owner = uscc ?? (official ? undefined : (caller.org ?? ""));
    if (owner === undefined) {
      const found = await settlementPage(period, limit, cursor, store);
      return answer(200, { items: found.items.map(settlementView), cursor: found.cursor });
    }
    assertOwner(routes.listSettlements.access, caller, owner);
    const settlement = await settlementOf(owner, period, store);
    return answer(200, { items: settlement ? [settlementView(settlement)] : [], cursor: null });
  },

  getSettlement: async ({ params: { period, uscc }, query }) => {
    const settlement = await settlementOf(uscc, period, store);
    if (!settlement) throw notFound("该企业当月没有结算", "The enterprise has no settlement in this month");
    const { manifest, totalFen, owedFen, waitingFen } = settlement;
    const { items, cursor } = pageOf(await settledLines(manifest, store), query);
    const objected = await objectedLines(uscc, store);
    const lines = items.map((line) => ({ ...line, objected: objected.get(line.lineId) ?? null }));
    return answer(200, { period, uscc, totalFen, owedFen, waitingFen, lines: { items: lines, cursor } });
  },

  getAllocation: async ({ params, query: { limit = 100, cursor } }) => {
    const allocation = await store.allocation(params.period);
    if (!allocation) throw notFound("该月尚未月结", "The month is not closed yet");
    return answer(200, await allocationView(allocation, limit, cursor, store));
  },

  listAccruals: async ({ params, query: { period, limit = 100, cursor } }) =>
    answer(200, await accrualsPage({ uscc: params.uscc, period, limit, cursor }, store)),

  getThresholds: async () => answer(200, await store.thresholds()),

  setThresholds: async ({ body }) => answer(200, await setThresholds(body, store, now())),
});

/** A link to a file of the month, good for five minutes. @throws Problem 404 while it is not made */
async function linkTo(period: Period, name: string): Promise<string> {
  if (!(await store.files(period)).includes(name))
    throw notFound("文件尚未生成", "The file has not been made yet");
  return presignGet(setting("FILES_BUCKET"), `${period}/${name}`, `${period}-${name}`);
}
