import {
  CreditDelisted,
  CreditListed,
  SafetyAccident,
  SafetyAccidentClosed,
  TaxRecorded,
} from "../../events/inbound/registry.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { changedMeanwhile } from "../../shared/runtime/conflicts.ts";
import { on, partnerWorker } from "../../shared/runtime/partner-worker.ts";
import { maskNumbers } from "../../shared/values/mask.ts";
import { Problem } from "../../shared/values/problem.ts";
import { blocked, lifted, type Standing, withAccident, withTax } from "./block.ts";
import { registryStore } from "./store.ts";

const store = registryStore();

/** Keeps what partners tell of an enterprise's standing. While it has a block, its payments are held. */
export const handler = partnerWorker([
  on(CreditListed, ({ data: { uscc, listNo, date, reason } }) => {
    const block = { kind: "credit" as const, id: listNo, since: date };
    return change(uscc, "credit.listed", (now) => ({ blocks: blocked(now, block) }), maskNumbers(reason));
  }),
  on(CreditDelisted, ({ data: { uscc, listNo } }) =>
    change(uscc, "credit.delisted", (now) => ({ blocks: lifted(now, { kind: "credit", id: listNo }) })),
  ),
  on(SafetyAccident, ({ data: { uscc, ...accident } }) =>
    change(uscc, "accident.recorded", (now) => withAccident(now, accident)),
  ),
  on(SafetyAccidentClosed, ({ data: { uscc, accidentNo } }) =>
    change(uscc, "accident.closed", (now) => ({ blocks: lifted(now, { kind: "accident", id: accidentNo }) })),
  ),
  on(TaxRecorded, ({ data: { uscc, ...record } }) =>
    change(uscc, "tax.recorded", (now) => withTax(now, record)),
  ),
]);

async function change(
  uscc: string,
  action: string,
  next: (now: Standing) => Standing,
  why?: string,
): Promise<void> {
  const enterprise = await store.enterprise(uscc);
  if (!enterprise) throw unknownEnterprise();
  const changed = { ...enterprise, ...next(enterprise), version: enterprise.version + 1 };
  const of = { from: enterprise.blocks ?? [], to: changed.blocks ?? [] };
  const told = { action, ...of, ...(why ? { why } : {}) };
  await store.changeEnterprise(changed, told, systemClock.now()).catch(changedMeanwhile);
}

const unknownEnterprise = () =>
  new Problem({
    status: 422,
    code: "unknown-enterprise",
    zh: "企业未登记",
    en: "The enterprise is not registered",
    pointer: "/uscc",
  });
