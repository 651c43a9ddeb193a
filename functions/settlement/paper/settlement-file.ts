import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { setting } from "../../../shared/runtime/config.ts";
import { inStep } from "../../../shared/runtime/in-step.ts";
import { openBucket } from "../../../shared/runtime/objects.ts";
import { fingerprint } from "../../../shared/values/canonical.ts";
import type { Period } from "../../../shared/values/period.ts";
import { writeWorkbook } from "../../../shared/xlsx/workbook.ts";
import { subsidyQueries } from "../../subsidy/queries.ts";
import type { Manifest } from "../booking/manifest-store.ts";
import { hasReached } from "../month/period.ts";
import type { SettlementStore } from "../store.ts";
import type { About } from "./about.ts";
import { LINE_COLUMNS, PUBLICITY_COLUMNS, textsOf, titles } from "./columns.ts";
import { csvPieces } from "./csv.ts";
import { approvalForm } from "./form/approval-form.ts";
import { isPublic, type PaperPart } from "./paper-line.ts";
import { PUBLICITY_FILE } from "./publicity-file.ts";
import { settledParts } from "./read-parts.ts";
import { settlementSheets } from "./settlement-sheets.ts";
import { Tally } from "./tally.ts";

const TYPES = {
  "settlement.csv": "text/csv; charset=utf-8",
  [PUBLICITY_FILE]: "text/csv; charset=utf-8",
  "settlement.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "settlement.pdf": "application/pdf",
} as const;
type Name = keyof typeof TYPES;

/**
 * The month's settlement for finance: every line as CSV and, with summary, adjustments and notes, as a workbook; and
 * the form on which it is approved. For everybody: the list of the publicity. The lines are read once and none is kept.
 */
export async function settlementFiles(period: Period, store: SettlementStore): Promise<void> {
  const manifests = await store.manifests(period);
  const about = await aboutMonth(period, manifests, store);
  const tally = new Tally();
  await inStep(
    settledParts(manifests, tally, store),
    (parts) => write(period, "settlement.csv", csvPieces(lineTexts(parts))),
    (parts) => write(period, PUBLICITY_FILE, csvPieces(publicTexts(parts))),
    (parts) => write(period, "settlement.xlsx", writeWorkbook(settlementSheets(parts, tally, about))),
  );
  await writeForm(tally, about);
  for (const name of Object.keys(TYPES)) await store.fileReady(period, name);
}

/** The form once more, when it is known who has approved it. */
export async function formAsApproved(period: Period, store: SettlementStore): Promise<void> {
  const manifests = await store.manifests(period);
  const tally = new Tally();
  for await (const _ of settledParts(manifests, tally, store));
  await writeForm(tally, await aboutMonth(period, manifests, store));
}

async function writeForm(tally: Tally, about: About): Promise<void> {
  await write(about.month.period, "settlement.pdf", approvalForm(tally, about, await readFile(FONT)));
}

/** Lies beside the bundle; see `ASSETS` in infra/functions.ts. */
const FONT = join(import.meta.dirname, "assets", "NotoSansSC_400Regular.ttf");

const write = (period: Period, name: Name, pieces: AsyncIterable<Uint8Array>): Promise<void> =>
  openBucket(setting("FILES_BUCKET")).writeStream(`${period}/${name}`, pieces, TYPES[name]);

async function* lineTexts(parts: AsyncIterable<PaperPart>): AsyncGenerator<string[][]> {
  yield [titles(LINE_COLUMNS)];
  for await (const { lines } of parts) yield lines.map((line) => textsOf(LINE_COLUMNS, line));
}

async function* publicTexts(parts: AsyncIterable<PaperPart>): AsyncGenerator<string[][]> {
  yield [titles(PUBLICITY_COLUMNS)];
  for await (const { lines } of parts) {
    yield lines.filter(isPublic).map((line) => textsOf(PUBLICITY_COLUMNS, line));
  }
}

async function aboutMonth(
  period: Period,
  manifests: readonly Manifest[],
  store: SettlementStore,
): Promise<About> {
  const [month, policies] = await Promise.all([store.period(period), subsidyQueries().policies()]);
  return {
    city: setting("CITY_NAME"),
    month,
    policies,
    fingerprint: fingerprint(manifests.map(({ uscc, hash }) => ({ uscc, hash }))),
    objections: hasReached(month, "approved") ? (await store.objectionsIn(period)).length : null,
    drawnAt: systemClock.now(),
  };
}
