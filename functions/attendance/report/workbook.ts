import { type WriterSheet, writeWorkbook } from "../../../shared/xlsx/workbook.ts";
import type { MergedRange } from "../files/grid.ts";
import type { FindingLine } from "./finding-line.ts";
import { type LaterNotice, noticesSheet } from "./notices-sheet.ts";
import {
  DrawingLimit,
  type DrawingWay,
  DrawOtherwise,
  LinesByPlace,
  type ReadSheet,
  sheetBack,
  usedWidth,
} from "./sheet-back.ts";
import { type AboutUpload, summarySheet } from "./summary.ts";
import { inFileOrder, placesIn, surveyOf } from "./survey.ts";

/** What a report is drawn from. */
export interface Report {
  about: AboutUpload;
  /** The findings from their beginning; asked for twice. */
  findings: () => AsyncIterable<FindingLine>;
  notices: readonly LaterNotice[];
  /** None for a file that was refused as a whole. */
  sheets: readonly ReadSheet[];
  /** Bytes of the file. */
  size: number;
}

/** Merged cells are what people make by hand; finding them costs a pass over the sheet, which exports don't repay. */
const MERGED_UP_TO_BYTES = 2e6;
const MOST_MERGED = 10_000;

/**
 * The file back as a workbook: a summary, every sheet that was read with the reasons beside its rows, and what became
 * known later. It comes piece by piece, and the same facts give the same bytes.
 * @throws DrawOtherwise when it has to begin again in another way
 */
export async function* drawReport(report: Report, way: DrawingWay = {}): AsyncGenerator<Uint8Array> {
  yield* writeWorkbook(sheetsOf(report, way));
}

/** Draws in whatever way the file asks for. @param write takes the report from its beginning, maybe more than once */
export async function drawInto(
  write: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
  report: Report,
): Promise<void> {
  for (let way: DrawingWay = {}; ; ) {
    try {
      return await write(drawReport(report, way));
    } catch (cause) {
      if (!(cause instanceof DrawOtherwise)) throw cause;
      way = { ...way, ...cause.way };
    }
  }
}

async function* sheetsOf(
  { about, findings, notices, sheets, size }: Report,
  { measured = false, tooLarge = false }: DrawingWay,
): AsyncGenerator<WriterSheet> {
  const placeOf = placesIn(sheets.map(({ sheet }) => sheet.name));
  const survey = await surveyOf(findings(), placeOf);
  yield summarySheet(about, survey, tooLarge);
  if (!survey.refused && !tooLarge) {
    const lines = await LinesByPlace.of(inFileOrder(findings(), placeOf, survey.late));
    const limit = new DrawingLimit();
    for (const read of sheets) {
      const { sheet } = read;
      const merged: readonly MergedRange[] = size > MERGED_UP_TO_BYTES ? [] : await sheet.merged();
      yield sheetBack(read, {
        lines,
        limit,
        placeOf: (row) => placeOf({ sheet: sheet.name, row }),
        width: await usedWidth(sheet, measured),
        merged: merged.length > MOST_MERGED ? [] : merged,
      });
    }
  }
  if (notices.length > 0) yield noticesSheet(notices);
}
