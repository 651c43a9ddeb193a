import { EnterpriseSettled } from "../../../events/settlement.ts";
import { fact, publish } from "../../../shared/runtime/bus.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { ulid } from "../../../shared/runtime/ids.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { ConditionFailed, inParallel } from "../../../shared/runtime/table.ts";
import { canonical, sha256 } from "../../../shared/values/canonical.ts";
import { sumFen } from "../../../shared/values/money.ts";
import type { Period } from "../../../shared/values/period.ts";
import { type Account, subsidyQueries } from "../../subsidy/queries.ts";
import type { Run } from "../month/period.ts";
import { settlementStore } from "../store.ts";
import { claim, claimedThrough, type Line } from "./claim.ts";
import { movementsOf } from "./fund.ts";
import type { Manifest } from "./manifest-store.ts";

export interface Settling extends Run {
  /** A group of enterprises, named after the first. */
  usccs: readonly string[];
}

interface Settled {
  manifest: Manifest;
  lines: Line[];
}

const ENTERPRISES_AT_ONCE = 4;

/** Writes enterprises' manifests of a month, their journals into the evidence, and tells the close. */
export function settler() {
  const [store, subsidy] = [settlementStore(), subsidyQueries()];

  /** What other manifests have claimed of these accounts; only months from the earliest account on can have. */
  async function claimedIn(
    manifests: readonly Manifest[],
    accounts: readonly Account[],
  ): Promise<Map<string, number>> {
    const first = accounts.reduce((least, { period }) => (period < least ? period : least), "9999-12");
    let claimed = new Map<string, number>();
    for (const manifest of manifests) {
      if (manifest.period >= first) claimed = claimedThrough(claimed, await store.lines(manifest));
    }
    return claimed;
  }

  async function write(
    uscc: string,
    { runId, period }: Run,
    others: readonly Manifest[],
    at: Date,
  ): Promise<Settled> {
    const settled = new Set(others.map((manifest) => manifest.period));
    const accounts = await subsidy.claimable(uscc, period, settled);
    const lines = claim(accounts, await claimedIn(others, accounts), uscc, period);
    const previousHash = others.filter((manifest) => manifest.period < period).at(-1)?.hash ?? "";
    const manifest: Manifest = {
      uscc,
      period,
      runId,
      attempt: ulid(at),
      lines: lines.length,
      totalFen: sumFen(lines.map(({ amountFen }) => amountFen)),
      movements: movementsOf(lines),
      previousHash,
      hash: sha256(previousHash + canonical(lines)),
    };
    await store.writeManifest(manifest, lines, [], at);
    return { manifest, lines };
  }

  const withLines = async (manifest: Manifest): Promise<Settled> => ({
    manifest,
    lines: await store.lines(manifest),
  });

  /** Once a month is allocated, or its close begun anew, nobody of the old run claims anything more. */
  async function isClosing({ runId, period }: Run): Promise<boolean> {
    const month = await store.period(period);
    return month.status === "closing" && month.runId === runId;
  }

  /** @returns null where nothing stands and nothing may be claimed any more */
  async function settle(uscc: string, run: Run, at: Date): Promise<Manifest | null> {
    const [manifests, mayClaim] = await Promise.all([store.manifestsOf(uscc), isClosing(run)]);
    const standing = manifests.find(({ period }) => period === run.period);
    if (!standing && !mayClaim) return null;
    const { manifest, lines } = standing
      ? await withLines(standing)
      : await write(uscc, run, manifests, at).catch(lostTo(uscc, run.period));
    await keepEvidence(manifest, lines);
    return manifest;
  }

  function lostTo(uscc: string, period: Period) {
    return async (cause: unknown): Promise<Settled> => {
      const first = cause instanceof ConditionFailed ? await store.manifest(uscc, period) : undefined;
      if (!first) throw cause;
      return withLines(first);
    };
  }

  return async ({ usccs, ...run }: Settling, at: Date): Promise<void> => {
    const settled = await inParallel(usccs, (uscc) => settle(uscc, run, at), ENTERPRISES_AT_ONCE);
    const manifests = settled.filter((manifest) => manifest !== null);
    if (manifests.length === usccs.length) await publish([toldOf(run, manifests, at)]);
  };
}

/** That all manifests of a group stand. */
function toldOf({ runId, period }: Run, manifests: readonly Manifest[], at: Date) {
  const uscc = manifests[0]?.uscc ?? "";
  const lines = manifests.reduce((sum, manifest) => sum + manifest.lines, 0);
  const amountFen = sumFen(manifests.map(({ totalFen }) => totalFen));
  return fact({
    event: EnterpriseSettled,
    id: `${period}-${uscc}-settled`,
    subject: uscc,
    subjectVersion: 1,
    data: { runId, period, uscc, lines, amountFen },
    at,
  });
}

/** The journal under pseudonyms, in the bucket where nothing can be deleted; the same content each time. */
async function keepEvidence(manifest: Manifest, lines: readonly Line[]): Promise<void> {
  const bucket = openBucket(setting("EVIDENCE_BUCKET"));
  const { uscc, period, previousHash, hash, totalFen } = manifest;
  const journal = canonical({ uscc, period, previousHash, hash, totalFen, lines });
  await bucket.write(`journals/${period}/${uscc}.json`, journal, "application/json");
}
