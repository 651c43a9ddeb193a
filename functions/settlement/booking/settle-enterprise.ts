import { EnterpriseSettled } from "../../../events/settlement.ts";
import { fact, publish } from "../../../shared/runtime/bus.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { ulid } from "../../../shared/runtime/ids.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { ConditionFailed } from "../../../shared/runtime/table.ts";
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
  uscc: string;
}

/** Writes an enterprise's manifest of a month, its journal into the evidence, and tells the close. */
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

  async function write({ runId, period, uscc }: Settling, at: Date): Promise<Manifest> {
    const others = (await store.manifestsOf(uscc)).filter((manifest) => manifest.period !== period);
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
    return manifest;
  }

  /** Once a month is allocated, or its close begun anew, nobody of the old run claims anything more. */
  async function isClosing({ runId, period }: Settling): Promise<boolean> {
    const month = await store.period(period);
    return month.status === "closing" && month.runId === runId;
  }

  return async (settling: Settling, at: Date): Promise<void> => {
    const { uscc, period } = settling;
    const standing = await store.manifest(uscc, period);
    if (!standing && !(await isClosing(settling))) return;
    const manifest = standing ?? (await write(settling, at).catch(lostTo(uscc, period)));
    await keepEvidence(manifest, await store.lines(manifest));
    const data = { runId: settling.runId, period, uscc, lines: manifest.lines, amountFen: manifest.totalFen };
    await publish([
      fact({
        event: EnterpriseSettled,
        id: `${period}-${uscc}-settled`,
        subject: uscc,
        subjectVersion: 1,
        data,
        at,
      }),
    ]);
  };

  function lostTo(uscc: string, period: Period) {
    return async (cause: unknown): Promise<Manifest> => {
      const first = cause instanceof ConditionFailed ? await store.manifest(uscc, period) : undefined;
      if (!first) throw cause;
      return first;
    };
  }
}

/** The journal under pseudonyms, in the bucket where nothing can be deleted; the same content each time. */
async function keepEvidence(manifest: Manifest, lines: readonly Line[]): Promise<void> {
  const bucket = openBucket(setting("EVIDENCE_BUCKET"));
  const { uscc, period, previousHash, hash, totalFen } = manifest;
  const journal = canonical({ uscc, period, previousHash, hash, totalFen, lines });
  await bucket.write(`journals/${period}/${uscc}.json`, journal, "application/json");
}
