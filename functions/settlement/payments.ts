import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { assertOwner } from "../../shared/runtime/identity.ts";
import { pageOf } from "../../shared/runtime/pages.ts";
import { inParallel } from "../../shared/runtime/table.ts";
import { bookReceipt } from "./payment/receipts.ts";
import { existing, reissue } from "./payment/reissue.ts";
import { paymentRoutes } from "./payment/routes.ts";
import { demandView, paymentInFull, paymentView } from "./payment/views.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();
const now = () => systemClock.now();

/** Answers apart from the month's other routes, since it alone opens the vault: a reissue goes to a new account. */
export const handler = httpApi(paymentRoutes, {
  listPayments: async ({ params, query }) => {
    const { items, cursor } = pageOf(await store.payments(params.period), query);
    return answer(200, { items: await inParallel(items, paymentView), cursor });
  },

  getPayment: async ({ params, query, caller }) => {
    const payment = await existing(params.id, store);
    assertOwner(paymentRoutes.getPayment.access, caller, payment.uscc);
    return answer(200, await paymentInFull(payment, query, store));
  },

  reissuePayment: async ({ params }) => {
    const { payment, made } = await reissue(params.id, store, now()).catch(changedMeanwhile);
    return answer(made ? 201 : 200, await paymentView(payment));
  },

  listDemands: async ({ query: { uscc, limit = 100, cursor }, caller }) => {
    const official = caller.roles.some((role) => role === "finance" || role === "auditor");
    const owner = uscc ?? (official ? undefined : (caller.org ?? ""));
    if (owner === undefined) {
      const found = await store.demands(limit, cursor);
      return answer(200, { items: found.items.map(demandView), cursor: found.cursor });
    }
    assertOwner(paymentRoutes.listDemands.access, caller, owner);
    const { demands } = await store.payee(owner);
    return answer(200, pageOf(demands.map(demandView), { limit, cursor }));
  },

  postReceipt: async ({ params, body }) => {
    const receipt = { ...body, demandId: params.id };
    const { demand, booked } = await bookReceipt(receipt, store, now()).catch(changedMeanwhile);
    return answer(booked ? 201 : 200, demandView(demand));
  },
});
