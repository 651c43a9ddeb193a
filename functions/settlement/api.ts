import { systemClock } from "../../shared/runtime/clock.ts";
import { setting } from "../../shared/runtime/config.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { answer, httpApi, seeOther } from "../../shared/runtime/http.ts";
import { assertOwner } from "../../shared/runtime/identity.ts";
import { pageOf } from "../../shared/runtime/pages.ts";
import { presignGet } from "../../shared/runtime/presign.ts";
import { shanghaiDate } from "../../shared/values/period.ts";
import { notFound } from "../../shared/values/problem.ts";
import { accrualsPage } from "./booking/accruals.ts";
import { allocationView } from "./booking/allocation-view.ts";
import { settledLines, settlementOf, settlementPage } from "./booking/settled.ts";
import { earliestUnpaid, startClose, startInstruct } from "./month/begin.ts";
import { overviewOf } from "./month/overview.ts";
import { approve, hasReached } from "./month/period.ts";
import { parseReturns } from "./payment/bank-csv.ts";
import { bookReturns } from "./payment/returns.ts";
import { publicityPage } from "./publicity/publicity.ts";
import { monthRoutes as routes } from "./routes.ts";
import { settlementStore } from "./store.ts";
import { monthView, paymentView, settlementView } from "./views.ts";

const store = settlementStore();
const now = () => systemClock.now();

export const handler = httpApi(routes, {
  getPeriod: async ({ params }) => answer(200, await monthView(await store.period(params.period), store)),

  closePeriod: async ({ params, caller }) => {
    const jobId = await startClose(params.period, caller.sub, now(), store).catch(changedMeanwhile);
    return answer(202, { jobId });
  },

  approvePeriod: async ({ params, caller }) => {
    const [month, waiting] = await Promise.all([
      store.period(params.period),
      earliestUnpaid(params.period, store),
    ]);
    const next = approve(month, caller.sub, now(), shanghaiDate(now()), waiting);
    const change = { action: "period.approved", from: "published", to: next.totals, why: "checks seen" };
    await store.movePeriod(next, change, [], now()).catch(changedMeanwhile);
    return answer(200, await monthView(next, store));
  },

  instructPeriod: async ({ params, caller }) =>
    answer(202, {
      jobId: await startInstruct(params.period, caller.sub, now(), store).catch(changedMeanwhile),
    }),

  listPayments: async ({ params, query }) => {
    const { items, cursor } = pageOf(await store.payments(params.period), query);
    return answer(200, { items: items.map(paymentView), cursor });
  },

  postReturns: async ({ params, text }) =>
    answer(200, await bookReturns(params.period, parseReturns(text), store, now())),

  getFile: async ({ params: { period, name } }) => {
    if (!(await store.files(period)).includes(name))
      throw notFound("文件尚未生成", "The file has not been made yet");
    return seeOther(await presignGet(setting("FILES_BUCKET"), `${period}/${name}`, `${period}-${name}`));
  },

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
    const lines = pageOf(await settledLines(manifest, store), query);
    return answer(200, { period, uscc, totalFen, owedFen, waitingFen, lines });
  },

  getAllocation: async ({ params, query: { limit = 100, cursor } }) => {
    const allocation = await store.allocation(params.period);
    if (!allocation) throw notFound("该月尚未月结", "The month is not closed yet");
    return answer(200, await allocationView(allocation, limit, cursor, store));
  },

  listAccruals: async ({ params, query: { period, limit = 100, cursor } }) =>
    answer(200, await accrualsPage({ uscc: params.uscc, period, limit, cursor }, store)),

  getPublicity: async ({ params, query: { limit = 100, cursor } }) => {
    if (!hasReached(await store.period(params.period), "published"))
      throw notFound("该月尚未公示", "The month is not published yet");
    return answer(200, await publicityPage(params.period, limit, cursor, store));
  },

  getOverview: async ({ query }) => answer(200, await overviewOf(query.period, store, now())),
});
