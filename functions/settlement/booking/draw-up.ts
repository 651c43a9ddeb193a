import { inParallel } from "../../../shared/runtime/table.ts";
import { fingerprint, sha256 } from "../../../shared/values/canonical.ts";
import { type Fen, sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import type { SettlementStore } from "../store.ts";
import { allocate, type Demand, demandsOf, type Limits, reaches, type Waiting } from "./allocate.ts";
import type { AllocationHead, FundMonth } from "./allocation-store.ts";
import { addMovements, type Fund, fundOf, type Movement, NOTHING, netOf } from "./fund.ts";
import type { Manifest } from "./manifest-store.ts";
import { type Lists, type Share, sharesOf, totalsOf } from "./shares.ts";

/** A month's allocation before it stands, with the shares and the lists of what waits. */
export interface DrawnUp {
  head: AllocationHead;
  shares: Share[];
  waiting: ReadonlyMap<string, Waiting[]>;
}

interface Month {
  period: Period;
  runId: string;
  attempt: string;
}

/** A fund as the month finds it. */
interface FundBefore extends Limits {
  fund: Fund;
  grantedBeforeFen: Fen;
  waitedFen: Fen;
  movement: Movement;
}

/** What has to be read to share a month out. */
export type Books = Pick<SettlementStore, "manifests" | "manifestsOf" | "lines" | "shares" | "waiting">;

type GrantedTo = (uscc: string, fund: Fund) => Fen;

/**
 * Shares out what a month's manifests claim. Lines are read only of funds in which somebody waits or a limit is in
 * reach; where there is money enough, the manifests' own totals say all there is to say.
 * @param previous the allocation before this one in the chain
 */
export async function drawUp(
  month: Month,
  previous: AllocationHead | undefined,
  limitsOf: (fund: Fund) => Limits,
  store: Books,
): Promise<DrawnUp> {
  const [manifests, waited] = await Promise.all([
    store.manifests(month.period),
    waitedAfter(previous, store),
  ]);
  const before = fundsBefore(previous, manifests, limitsOf);
  const grantedTo = await grants(month.period, before, manifests, waited, store);
  const short = new Set(before.filter((one) => isShort(one, manifests, grantedTo)).map(({ fund }) => fund));
  const demands = await demandsIn(short, manifests, waited, store);
  const results = before.map((one) => shareOut(one, demands.get(one.fund), grantedTo));
  const waiting = Map.groupBy(
    results.flatMap((result) => result.waiting),
    ({ uscc }) => uscc,
  );
  const shares = sharesOf(manifests, waited, waiting, [...demands.values()].flat());
  const funds = results.map(({ waiting: _, ...fund }) => fund);
  return { head: headOf(month, previous, funds, manifests, shares), shares, waiting };
}

async function waitedAfter(previous: AllocationHead | undefined, store: Books): Promise<Lists> {
  if (!previous || previous.funds.every(({ waitingFen }) => waitingFen === 0)) return new Map();
  const usccs = (await store.shares(previous)).filter((one) => one.waitingFen > 0).map(({ uscc }) => uscc);
  const lists = await inParallel(usccs, (uscc) => store.waiting(previous, uscc));
  return new Map(usccs.map((uscc, index) => [uscc, lists[index] ?? []]));
}

/** Every fund that was ever drawn on, by name: what it has granted counts even while it has no limit. */
function fundsBefore(
  previous: AllocationHead | undefined,
  manifests: readonly Manifest[],
  limitsOf: (fund: Fund) => Limits,
): FundBefore[] {
  const known = new Map(previous?.funds.map((one) => [one.fund, one]));
  const movements = addMovements(manifests.map((manifest) => manifest.movements));
  return [...new Set([...known.keys(), ...movements.keys()])].toSorted().map((fund) => {
    const last = known.get(fund);
    return {
      fund,
      ...limitsOf(fund),
      grantedBeforeFen: last ? last.grantedBeforeFen + last.grantedFen - last.returnedFen : 0,
      waitedFen: last?.waitingFen ?? 0,
      movement: movements.get(fund) ?? NOTHING,
    };
  });
}

/** What earlier months granted each enterprise: all it was owed, but for what waits. Read only where a cap asks. */
async function grants(
  period: Period,
  before: readonly FundBefore[],
  manifests: readonly Manifest[],
  waited: Lists,
  store: Books,
): Promise<GrantedTo> {
  const granted = new Map<string, Fen>();
  const capped = before.filter(({ capFen }) => capFen !== null).map(({ fund }) => fund);
  if (capped.length === 0) return () => 0;
  await inParallel([...everybody(manifests, waited)], async (uscc) => {
    const earlier = (await store.manifestsOf(uscc)).filter((manifest) => manifest.period < period);
    const owed = addMovements(earlier.map(({ movements }) => movements));
    for (const fund of capped) {
      const waits = (waited.get(uscc) ?? []).filter((one) => fundOf(one) === fund);
      const waitsFen = sumFen(waits.map(({ waitingFen }) => waitingFen));
      granted.set(`${uscc}#${fund}`, netOf(owed.get(fund) ?? NOTHING) - waitsFen);
    }
  });
  return (uscc, fund) => granted.get(`${uscc}#${fund}`) ?? 0;
}

const everybody = (manifests: readonly Manifest[], waited: Lists): Set<string> =>
  new Set([...manifests.map(({ uscc }) => uscc), ...waited.keys()]);

function isShort(one: FundBefore, manifests: readonly Manifest[], grantedTo: GrantedTo): boolean {
  const { fund, budgetFen, capFen, grantedBeforeFen, waitedFen, movement } = one;
  return (
    waitedFen > 0 ||
    !reaches(budgetFen, grantedBeforeFen, movement) ||
    manifests.some(
      ({ uscc, movements }) => !reaches(capFen, grantedTo(uscc, fund), movements[fund] ?? NOTHING),
    )
  );
}

/** What every line of these funds asks for, by fund. */
async function demandsIn(
  funds: ReadonlySet<Fund>,
  manifests: readonly Manifest[],
  waited: Lists,
  store: Books,
): Promise<Map<Fund, Demand[]>> {
  const byUscc = new Map(manifests.map((manifest) => [manifest.uscc, manifest]));
  const concerned = [...everybody(manifests, waited)].filter(
    (uscc) => waited.has(uscc) || Object.keys(byUscc.get(uscc)?.movements ?? {}).some((f) => funds.has(f)),
  );
  const demands = await inParallel(concerned, async (uscc) => {
    const manifest = byUscc.get(uscc);
    const claims = manifest ? await store.lines(manifest) : [];
    const short = claims.filter((line) => funds.has(fundOf(line)));
    return demandsOf(uscc, short, waited.get(uscc) ?? []);
  });
  return Map.groupBy(demands.flat(), fundOf);
}

function shareOut(
  { waitedFen: _waited, movement, ...fund }: FundBefore,
  demands: readonly Demand[] | undefined,
  grantedTo: GrantedTo,
): FundMonth & { waiting: Waiting[] } {
  if (!demands) {
    const all = { grantedFen: movement.owedFen, returnedFen: movement.takenBackFen };
    return { ...fund, ...all, waitingFen: 0, waiting: [] };
  }
  const granted = { inAll: fund.grantedBeforeFen, to: (uscc: string) => grantedTo(uscc, fund.fund) };
  const allocated = allocate(demands, fund, granted);
  return { ...fund, ...allocated, waitingFen: sumFen(allocated.waiting.map((one) => one.waitingFen)) };
}

function headOf(
  { period, runId, attempt }: Month,
  previous: AllocationHead | undefined,
  funds: FundMonth[],
  manifests: readonly Manifest[],
  shares: readonly Share[],
): AllocationHead {
  const previousHash = previous?.hash ?? "";
  const claimsHash = fingerprint(manifests.map(({ uscc, hash }) => [uscc, hash]));
  return {
    period,
    runId,
    attempt,
    previous: previous ? { period: previous.period, attempt: previous.attempt } : null,
    funds,
    shares: shares.length,
    totals: totalsOf(manifests, shares),
    claimsHash,
    hash: sha256(previousHash + fingerprint({ period, claimsHash, funds, shares })),
    previousHash,
  };
}
