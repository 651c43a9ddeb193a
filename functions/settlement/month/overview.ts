import {
  addMonths,
  type Period,
  periodOf,
  shanghaiDate,
  shanghaiTime,
} from "../../../shared/values/period.ts";
import { attendanceQueries } from "../../attendance/queries.ts";
import { placementQueries } from "../../placement/queries.ts";
import { registryQueries } from "../../registry/queries.ts";
import type { Payment } from "../payment/payment.ts";
import type { SettlementStore } from "../store.ts";
import { hasReached, type PeriodStatus, type SettlementPeriod } from "./period.ts";

/** Everybody may look, so what is shown is counted at most this often. */
const FRESH_MS = 2_000;
let last: { period: Period; at: number; overview: Overview } | undefined;
type Overview = Awaited<ReturnType<typeof count>>;

/** The month at a glance: totals of the whole city, nothing about anyone. Without a month: the latest with attendance. */
export async function overviewOf(
  asked: Period | undefined,
  store: SettlementStore,
  at: Date,
): Promise<Overview> {
  const period = asked ?? (await latestPeriod(at));
  if (last?.period === period && Math.abs(at.getTime() - last.at) < FRESH_MS) return last.overview;
  const overview = await count(period, store, at);
  last = { period, at: at.getTime(), overview };
  return overview;
}

async function latestPeriod(at: Date): Promise<Period> {
  const current = periodOf(shanghaiDate(at));
  const attendance = attendanceQueries();
  for (let back = 0; back < 12; back++) {
    const period = addMonths(current, -back);
    if ((await attendance.monthsOfAll(period)).length > 0) return period;
  }
  return current;
}

async function count(period: Period, store: SettlementStore, at: Date) {
  const [month, enterprises, files, payments] = await Promise.all([
    store.period(period),
    registryQueries().enterprises(),
    attendanceQueries().totals(period),
    store.payments(period),
  ]);
  const placements = await placementQueries().count(enterprises.map(({ uscc }) => uscc));
  const standing = (status: string) => enterprises.filter((one) => one.status === status).length;
  return {
    period,
    status: month.status,
    updatedAt: shanghaiTime(at),
    enterprises: {
      registered: standing("registered"),
      review: standing("review"),
      pending: standing("pending"),
    },
    placements,
    uploads: files.uploads,
    rows: files.rows,
    studentMonths: hasReached(month, "published") ? month.totals.lines : files.studentMonths,
    accruedFen: files.accruedFen,
    settledFen: month.totals.amountFen,
    paidFen: totalOf(payments, "paid"),
    returnedFen: totalOf(payments, "returned"),
    publicityEnd: month.publicityEnd,
    steps: stepsOf(month, {
      enterprises: enterprises.length,
      pending: standing("pending"),
      placements,
      files,
      payments,
    }),
  };
}

const totalOf = (payments: readonly Payment[], status: Payment["status"]): number =>
  payments.filter((payment) => payment.status === status).reduce((sum, { amountFen }) => sum + amountFen, 0);

interface Counted {
  enterprises: number;
  pending: number;
  placements: number;
  files: { uploads: { total: number; processed: number }; accrued: { shares: number; expected: number } };
  payments: readonly Payment[];
}

function stepsOf(month: SettlementPeriod, counted: Counted) {
  const { enterprises, pending, placements, files, payments } = counted;
  const reached = (status: PeriodStatus) => Number(hasReached(month, status));
  const back = payments.filter(({ status }) => status !== "instructed").length;
  const step = (code: string, zh: string, en: string, done: number, total: number) => ({
    code,
    zh,
    en,
    done,
    total,
  });
  return [
    step("register", "登记", "Registered", enterprises - pending, enterprises),
    step("place", "安置", "Placed", placements, placements),
    step("upload", "上传", "Files read", files.uploads.processed, files.uploads.total),
    step("accrue", "计提", "Accrued", files.accrued.shares, files.accrued.expected),
    step("close", "月结", "Closed", reached("published"), 1),
    step("publish", "公示", "Published", reached("published"), 1),
    step("approve", "批准", "Approved", reached("approved"), 1),
    step("instruct", "拨付", "Instructed", reached("instructed"), 1),
    step("return", "回盘", "Returned by the bank", back, payments.length),
  ];
}
