import { canonical, sha256 } from "../../../../shared/values/canonical.ts";
import { sumFen } from "../../../../shared/values/money.ts";
import { movementsOf } from "../../booking/fund.ts";
import type { ManifestBook } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";

/** A manifest by itself: its total and its lines, and its place in the chain of hashes. */
export const manifests: Comparison<ManifestBook> = {
  code: "manifests",
  zh: "结算清单自身（合计、行数、哈希链）",
  en: "Manifests by themselves (total, lines, chain of hashes)",
  compare({ manifest, lines, previousHash }) {
    const { uscc, period } = manifest;
    const comparing = new Comparing("manifests", uscc);
    const total = sumFen(lines.map(({ amountFen }) => amountFen));
    comparing.amount(period, "totalFen", total, manifest.totalFen);
    comparing.statement(period, "lines", lines.length, manifest.lines);
    comparing.statement(period, "movements", canonical(movementsOf(lines)), canonical(manifest.movements));
    comparing.statement(period, "previousHash", previousHash, manifest.previousHash);
    comparing.statement(period, "hash", sha256(previousHash + canonical(lines)), manifest.hash);
    const elsewhere = lines.filter((line) => line.bookedPeriod !== period || line.earnedPeriod > period);
    comparing.statement(period, "lines of another month", 0, elsewhere.length);
    return comparing.outcome;
  },
};
