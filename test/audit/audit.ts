import { attendanceQueries } from "../../functions/attendance/queries.ts";
import { attendanceStore } from "../../functions/attendance/store.ts";
import { registryQueries } from "../../functions/registry/queries.ts";
import { enterpriseLook } from "../../functions/settlement/ledger/check-enterprise.ts";
import { checkMonth } from "../../functions/settlement/ledger/check-month.ts";
import { type Outcome, together } from "../../functions/settlement/ledger/comparison.ts";
import { COMPARISONS } from "../../functions/settlement/ledger/comparisons/index.ts";
import { hasReached } from "../../functions/settlement/month/period.ts";
import { type SettlementStore, settlementStore } from "../../functions/settlement/store.ts";
import { setting } from "../../shared/runtime/config.ts";
import type { Period } from "../../shared/values/period.ts";
import { comparePayment, compareSettled } from "./money.ts";
import { derivedStore, type ReadAgain, readMonthAgain } from "./read-again.ts";
import { compareFiles, compareSheets } from "./sheets.ts";

/** What an audit compares beside the books among themselves. */
const OF_THE_AUDIT = [
  { code: "files", zh: "原始文件重读 ↔ 上传登记", en: "Original files read again ↔ uploads" },
  { code: "sheets", zh: "原始文件重读 ↔ 学生月考勤", en: "Original files read again ↔ sheets" },
  { code: "settled", zh: "原始文件重算 ↔ 结算清单", en: "Derived from the files ↔ manifests" },
  { code: "payments", zh: "结算重算 ↔ 付款", en: "Derived from the settlements ↔ payments" },
];

export interface Audited {
  enterprises: number;
  files: number;
  comparisons: { code: string; zh: string; en: string; outcome: Outcome }[];
  differences: number;
}

/** Thrown for a month that there is nothing to audit of. */
export class NothingToAudit extends Error {}

/**
 * Derives a closed month again from the bytes that were uploaded, the decisions and the policies, and holds stored
 * sheets, entries, manifests and payments against it. The months around it are read again too, since what a month is
 * worth depends on them. Nothing that reading or booking ever wrote goes into what is derived; nothing is written.
 * @throws NothingToAudit for a month that is not closed
 */
export async function audit(
  period: Period,
  tell: (line: string) => void = () => undefined,
): Promise<Audited> {
  const store = settlementStore(setting("SETTLEMENT_TABLE"));
  if (!hasReached(await store.period(period), "published"))
    throw new NothingToAudit(`${period} 尚未月结，无可审计 / is not closed; there is nothing to audit`);
  const attendance = attendanceStore(setting("ATTENDANCE_TABLE"));
  const usccs = (await registryQueries().enterprises()).map(({ uscc }) => uscc).toSorted();
  const files: ReadAgain[] = [];
  for (const uscc of usccs)
    for (const month of await attendance.months(uscc))
      files.push(...(await readMonthAgain(uscc, month.period, attendance)));
  tell(`${files.length} 个文件已重读 / files were read again`);

  const derived = attendanceQueries(derivedStore(attendance, files));
  const look = enterpriseLook(store, derived);
  const outcomes: Outcome[] = await checkMonth(period, store);
  for (const uscc of usccs) {
    const own = files.filter(({ stored }) => stored.uscc === uscc && stored.period === period);
    const wanted = await monthsOf(uscc, period, store);
    outcomes.push(
      compareFiles(uscc, own),
      await compareSheets(uscc, period, own, attendance),
      ...(await look(uscc, wanted)).outcomes,
      await compareSettled(uscc, wanted, store, derived),
      await comparePayment(uscc, period, store),
    );
  }
  return summary(period, usccs.length, files, together(outcomes));
}

/** The month itself, and the earlier ones that it settled something of. */
async function monthsOf(
  uscc: string,
  period: Period,
  store: SettlementStore,
): Promise<(month: Period) => boolean> {
  const manifest = await store.manifest(uscc, period);
  const lines = manifest ? await store.lines(manifest) : [];
  const months = new Set([period, ...lines.map(({ earnedPeriod }) => earnedPeriod)]);
  return (month) => months.has(month);
}

function summary(
  period: Period,
  enterprises: number,
  files: readonly ReadAgain[],
  outcomes: readonly Outcome[],
): Audited {
  const [first, second, ...others] = OF_THE_AUDIT;
  const inOrder = [first, second, ...COMPARISONS, ...others].flatMap((one) => one ?? []);
  const comparisons = inOrder.flatMap(({ code, zh, en }) => {
    const outcome = outcomes.find(({ totals }) => totals.code === code);
    return outcome ? [{ code, zh, en, outcome }] : [];
  });
  return {
    enterprises,
    files: files.filter(({ stored }) => stored.period === period).length,
    comparisons,
    differences: comparisons.reduce((sum, { outcome }) => sum + outcome.differences.length, 0),
  };
}
