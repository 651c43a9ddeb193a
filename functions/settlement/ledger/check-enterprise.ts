import { setting } from "../../../shared/runtime/config.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import type { Period } from "../../../shared/values/period.ts";
import { type AttendanceQueries, attendanceQueries } from "../../attendance/queries.ts";
import { type Account, judgedAnew, subsidyQueries } from "../../subsidy/queries.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import type { SettlementStore } from "../store.ts";
import type { Claim, Close } from "./books.ts";
import { confirmed, type Outcome, together } from "./comparison.ts";
import { compareControls, compareEarnedMonth, compareManifest, entitlement } from "./comparisons/index.ts";

/** What was found about one enterprise, and the booked months in which it has a manifest. */
export interface EnterpriseFound {
  booked: Period[];
  outcomes: Outcome[];
}

/**
 * Looks at one enterprise's books. Everything that grows with its people is read a month or a part at a time.
 * @param attendance by whose words people are judged anew
 */
export function enterpriseLook(store: SettlementStore, attendance: AttendanceQueries = attendanceQueries()) {
  const subsidy = subsidyQueries();
  const evidence = openBucket(setting("EVIDENCE_BUCKET"));

  async function judged(uscc: string, wanted: (period: Period) => boolean): Promise<Outcome[]> {
    let outcomes: Outcome[] = [];
    for await (const { sides, unjudgeable } of judgedAnew(uscc, wanted, attendance))
      outcomes = together([...outcomes, entitlement.compare({ uscc, sides, unjudgeable })]);
    return outcomes;
  }

  /** Goes through the manifests in order; of their lines only what later comparisons need is kept. */
  async function manifestsOf(manifests: readonly Manifest[], wanted: (period: Period) => boolean) {
    const outcomes: Outcome[] = [];
    const claims: Claim[] = [];
    let previousHash = "";
    for (const manifest of manifests) {
      const lines = await store.lines(manifest);
      claims.push(...lines.map(({ reasons: _reasons, ...claim }) => claim));
      if (wanted(manifest.period)) {
        const journal = await journalOf(manifest);
        outcomes.push(...compareManifest({ manifest, lines, previousHash, journal }));
      }
      previousHash = manifest.hash;
    }
    return { outcomes, claims };
  }

  async function journalOf({ uscc, period }: Manifest): Promise<string | null> {
    const key = `journals/${period}/${uscc}.json`;
    if ((await evidence.size(key)) === null) return null;
    return Buffer.concat(await Array.fromAsync(evidence.read(key))).toString();
  }

  /** Accounts that the enterprise's files or late entries lead to, and those that only its manifests know. */
  async function accountsOf(uscc: string, period: Period, claims: readonly Claim[]): Promise<Account[]> {
    const accounts = await subsidy.accountsOf(uscc, period);
    const known = new Set(accounts.map(({ subjectId }) => subjectId));
    const others = new Set(claims.map(({ subjectId }) => subjectId).filter((subject) => !known.has(subject)));
    return [
      ...accounts,
      ...(await subsidy.accounts([...others].map((subjectId) => ({ subjectId, period })))),
    ];
  }

  const closesOf = (manifests: readonly Manifest[]): Promise<Close[]> =>
    Promise.all(
      manifests.map(async ({ period }) => ({ period, begunAt: (await store.period(period)).closedAt ?? "" })),
    );

  return async (uscc: string, wanted: (period: Period) => boolean): Promise<EnterpriseFound> => {
    const manifests = await store.manifestsOf(uscc);
    const { outcomes, claims } = await manifestsOf(manifests, wanted);
    const closes = await closesOf(manifests);
    const opened = (await attendance.months(uscc)).map(({ period }) => period);
    const earned = new Set([...opened, ...claims.map(({ earnedPeriod }) => earnedPeriod)]);
    for (const period of [...earned].filter(wanted).toSorted()) {
      const own = claims.filter(({ earnedPeriod }) => earnedPeriod === period);
      const accounts = await accountsOf(uscc, period, own);
      outcomes.push(...compareEarnedMonth({ uscc, period, accounts, claims: own, closes }));
    }
    const [controls, { payments, demands }] = await Promise.all([
      store.ledger.controlsOf(uscc),
      store.payee(uscc),
    ]);
    const known = new Set([...controls.keys(), ...[...manifests, ...payments].map(({ period }) => period)]);
    const periods = [...known].filter(wanted).toSorted();
    outcomes.push(...compareControls({ uscc, periods, controls, manifests, payments, demands }));
    outcomes.push(...(await judged(uscc, wanted)));
    return { booked: manifests.map(({ period }) => period), outcomes: together(outcomes) };
  };
}

/** Files arrive and banks answer while one looks: longer than a message on its way usually takes. */
const SECOND_LOOK_AFTER_MS = 10_000;

/** Looks, and where something differs looks again a while later; only what both looks find is told. */
export async function lookTwice(
  look: () => Promise<EnterpriseFound>,
  pauseMs = SECOND_LOOK_AFTER_MS,
): Promise<EnterpriseFound> {
  const first = await look();
  if (first.outcomes.every(({ differences }) => differences.length === 0)) return first;
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const second = await look();
  return { ...second, outcomes: confirmed(first.outcomes, second.outcomes) };
}
