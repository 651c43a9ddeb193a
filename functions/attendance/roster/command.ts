import { PlacementsRequested } from "../../../events/attendance.ts";
import { fact, publish } from "../../../shared/runtime/bus.ts";
import { systemClock } from "../../../shared/runtime/clock.ts";
import { inParallel } from "../../../shared/runtime/table.ts";
import { openVault, type Vault } from "../../../shared/runtime/vault.ts";
import { maskName } from "../../../shared/values/mask.ts";
import type { Upload } from "../upload.ts";
import type { Asking, Batch } from "./batches.ts";

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
