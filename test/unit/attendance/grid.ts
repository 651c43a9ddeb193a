import XLSX from "@e965/xlsx";
import { bytesSource } from "../../../functions/attendance/files/bytes.ts";
import type { GridRow, MergedRange } from "../../../functions/attendance/files/grid.ts";
import { openFile } from "../../../functions/attendance/files/open.ts";
import { FileRefused } from "../../../functions/attendance/rules/file-refused.ts";

export interface Grid {
  name: string;
  hidden: boolean;
  rows: GridRow[];
  merged: readonly MergedRange[];
}

/** The whole content of a file. */
export async function gridOf(content: Uint8Array, filename = "a.xlsx"): Promise<Grid[]> {
  const { sheets } = await openFile(bytesSource(content), filename, (cells) => cells.length);
  const grids: Grid[] = [];
  for (const sheet of sheets) {
    const rows = (await Array.fromAsync(sheet.rows())).flat();
    grids.push({ name: sheet.name, hidden: sheet.hidden, rows, merged: await sheet.merged() });
  }
  return grids;
}

/** The values of the first sheet. */
export const valuesOf = async (content: Uint8Array, filename?: string): Promise<string[][]> =>
  (await gridOf(content, filename))[0]?.rows.map(({ values }) => values) ?? [];

/** The code of the refusal that reading ends in, or what was read. */
export const outcome = (content: Uint8Array, filename?: string): Promise<string | Grid[]> =>
  gridOf(content, filename).catch((error) => {
    if (error instanceof FileRefused) return error.code;
    throw error;
  });

/** A container of the old Office formats that holds the given streams. */
export function compound(streams: Record<string, Uint8Array>): Uint8Array {
  const container = XLSX.CFB.utils.cfb_new();
  for (const [name, content] of Object.entries(streams)) XLSX.CFB.utils.cfb_add(container, name, content);
  return new Uint8Array(XLSX.CFB.write(container, { type: "buffer" }) as Buffer);
}
