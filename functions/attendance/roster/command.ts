import { PlacementsRequested } from "../../../events/attendance.ts";
import { fact, publish } from "../../../shared/runtime/bus.ts";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { inParallel } from "../../../shared/runtime/table.ts";
import { openVault, type Vault } from "../../../shared/runtime/vault.ts";
import { maskName } from "../../../shared/values/mask.ts";
import type { Upload } from "../upload.ts";
import type { RosterLine } from "./judge.ts";
import type { JudgedRow } from "./walk.ts";

/** A row that asks for a placement. */
type Asking = JudgedRow & { line: RosterLine };

/** As many as a command holds. */
const PLACEMENTS_PER_COMMAND = 50;

export interface Batch {
  batch: number;
  rows: Asking[];
}

/** Rows by their place in the file, so that a roster which is read again falls into the same batches. */
export async function* batchesOf(walked: AsyncIterable<JudgedRow[]>): AsyncGenerator<Batch> {
  let current: Batch = { batch: 0, rows: [] };
  for await (const some of walked) {
    for (const row of some) {
      const batch = Math.floor((row.ordinal - 1) / PLACEMENTS_PER_COMMAND);
      if (batch !== current.batch) {
        if (current.rows.length > 0) yield current;
        current = { batch, rows: [] };
      }
      if (row.line) current.rows.push({ ...row, line: row.line });
    }
  }
  if (current.rows.length > 0) yield current;
}

const BATCHES_AT_ONCE = 4;

/** Commands the placements of a roster. Who somebody is goes into the vault; what is sent holds no personal data. */
export async function command(upload: Upload, batches: AsyncIterable<Batch>): Promise<void> {
  const vault = await openVault();
  let waiting: Batch[] = [];
  const send = async () => {
    await inParallel(waiting, (batch) => commandBatch(upload, batch, vault), BATCHES_AT_ONCE);
    waiting = [];
  };
  for await (const batch of batches) {
    waiting.push(batch);
    if (waiting.length === BATCHES_AT_ONCE) await send();
  }
  await send();
}

async function commandBatch({ id, uscc }: Upload, { batch, rows }: Batch, vault: Vault): Promise<void> {
  const persons = await vault.personsFor(rows.map(({ line: { idNumber, name } }) => ({ idNumber, name })));
  const asked = rows.map((row, index) => askFor(row, persons[index] ?? "", vault));
  const told = { id: `${id}-${batch}`, subject: id, subjectVersion: 1, at: systemClock.now() };
  await publish([
    fact({ event: PlacementsRequested, ...told, data: { uscc, uploadId: id, batch, rows: asked } }),
  ]);
}

function askFor({ ordinal, line }: Asking, personId: string, vault: Vault) {
  const { idNumber: _, name, studentNo, ...facts } = line;
  return {
    row: ordinal,
    personId,
    nameKey: vault.keyOf("name", name),
    studentNoKey: studentNo === null ? null : vault.keyOf("studentNo", studentNo),
    maskedName: maskName(name),
    ...facts,
  };
}
