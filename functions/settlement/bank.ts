import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { answer, httpApi } from "../../shared/runtime/http.ts";
import { assertOwner } from "../../shared/runtime/identity.ts";
import { bankRoutes } from "./payment/bank-routes.ts";
import { payer } from "./payment/payer.ts";
import { readReturns } from "./payment/read-returns.ts";
import { bookReturns } from "./payment/returns.ts";
import { settlementStore } from "./store.ts";

const store = settlementStore();
const now = () => systemClock.now();

/** Answers banks, apart from finance's routes: nobody else's files are read here, and no account is opened. */
export const handler = httpApi(bankRoutes, {
  postReturns: async ({ params: { period }, text, caller }) => {
    const { regionCode, bankCode } = payer();
    assertOwner(bankRoutes.postReturns.access, caller, bankCode);
    const told = readReturns(text, { regionCode, period });
    return answer(200, await bookReturns(period, told, store, now()).catch(changedMeanwhile));
  },
});
