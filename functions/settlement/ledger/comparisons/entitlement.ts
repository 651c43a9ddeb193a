import type { Period } from "../../../../shared/values/period.ts";
import { nameOf } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";

interface Worth {
  amountFen: number;
  days: number;
  policyVersion: string | null;
}

interface Side {
  subjectId: string;
  period: Period;
  scheme: string;
  placementId: string;
  owed: Worth | null;
  booked: Worth | null;
}

/** People of an enterprise judged anew, and the books beside it. */
export interface Judged {
  uscc: string;
  sides: readonly Side[];
  /** Whose facts contradict each other, with how. */
  unjudgeable: readonly { subjectId: string; cause: string }[];
}

const NOTHING: Worth = { amountFen: 0, days: 0, policyVersion: null };

/** What everybody is owed by facts and policies, judged anew, against what the entries say. */
export const entitlement: Comparison<Judged> = {
  code: "entitlement",
  zh: "重新核定 ↔ 台账分录",
  en: "Judged anew ↔ account entries",
  compare({ uscc, sides, unjudgeable }) {
    const comparing = new Comparing("entitlement", uscc);
    for (const side of sides) {
      const [owed, booked] = [side.owed ?? NOTHING, side.booked ?? NOTHING];
      const subject = nameOf(side);
      comparing.amount(side.period, `${subject} amountFen`, owed.amountFen, booked.amountFen);
      comparing.statement(side.period, `${subject} days`, owed.days, booked.days);
      // what was taken back keeps the policy it was once judged by
      if (!side.owed) continue;
      const bookedBy = side.booked ? side.booked.policyVersion : "not booked";
      comparing.statement(side.period, `${subject} policyVersion`, side.owed.policyVersion, bookedBy);
    }
    for (const { subjectId, cause } of unjudgeable)
      comparing.statement("", `${subjectId} judgement`, null, cause);
    return comparing.outcome;
  },
};
