import {
  allocate,
  demandsOf,
  type Limits,
  type Waiting,
} from "../../../functions/settlement/booking/allocate.ts";
import type { Line } from "../../../functions/settlement/booking/claim.ts";
import { fundOf, partsOf } from "../../../functions/settlement/booking/fund.ts";
import { type PayableLine, payableLines } from "../../../functions/settlement/booking/payable.ts";
import type { PolicyRecord } from "../../../functions/subsidy/policy.ts";
import { yearLimits } from "../../../functions/subsidy/year-limits.ts";
import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";

type Owned<T> = T & { uscc: string };

/** One month shared out in memory: each fund's limits, the lines as they are paid, what waits afterwards. */
export interface AllocatedMonth {
  period: Period;
  limits: Map<string, Limits>;
  lines: Owned<PayableLine>[];
  waiting: Waiting[];
}

interface Books {
  policies: readonly PolicyRecord[];
  lines: readonly Owned<PayableLine>[];
  waiting: readonly Waiting[];
}

/** What the city's close does after its manifests, with everything granted summed up from the lines themselves. */
export function allocateMonth(period: Period, claims: readonly Owned<Line>[], books: Books): AllocatedMonth {
  const usccs = [...new Set([...claims, ...books.waiting].map(({ uscc }) => uscc))];
  const own = <T extends { uscc: string }>(list: readonly T[], uscc: string) =>
    list.filter((one) => one.uscc === uscc);
  const demands = usccs.flatMap((uscc) => demandsOf(uscc, own(claims, uscc), own(books.waiting, uscc)));
  const limits = new Map<string, Limits>();
  const waiting: Waiting[] = [];
  for (const [fund, list] of Map.groupBy(demands, fundOf)) {
    const { scheme, year } = partsOf(fund);
    limits.set(fund, yearLimits(books.policies, scheme, year, period));
    const granted = books.lines.filter((line) => fundOf(line) === fund);
    const sum = (lines: readonly PayableLine[]): Fen => sumFen(lines.map(({ amountFen }) => amountFen));
    const before = { inAll: sum(granted), to: (uscc: string) => sum(own(granted, uscc)) };
    waiting.push(...allocate(list, limits.get(fund) as Limits, before).waiting);
  }
  const lines = usccs.flatMap((uscc) =>
    payableLines(own(claims, uscc), own(books.waiting, uscc), own(waiting, uscc), period).map((line) => ({
      ...line,
      uscc,
    })),
  );
  return { period, limits, lines, waiting };
}
