import { canonical, sha256 } from "../../../../shared/values/canonical.ts";
import type { ManifestBook } from "../books.ts";
import { Comparing, type Comparison } from "../comparison.ts";

/** The journal in the bucket where nothing can be changed, against the manifest and its lines. */
export const evidence: Comparison<ManifestBook> = {
  code: "evidence",
  zh: "结算清单 ↔ 存证日记账",
  en: "Manifests ↔ the journals kept as evidence",
  compare({ manifest, lines, journal }) {
    const { uscc, period, previousHash, hash, totalFen } = manifest;
    const comparing = new Comparing("evidence", uscc);
    const own = canonical({ uscc, period, previousHash, hash, totalFen, lines });
    comparing.statement(period, "journal", sha256(own), journal === null ? null : sha256(journal));
    return comparing.outcome;
  },
};
