import { addMonths } from "../../../shared/values/period.ts";
import { cheaperAndWider, policyOfTheCity, somethingChanges } from "./changes.ts";
import { drawTraits, type Scene, settleIn } from "./city.ts";
import { MONTHS } from "./facts.ts";
import { fileSent, fileWithdrawn } from "./files.ts";
import { monthCloses, monthIsPaid } from "./finance.ts";

/** Two or three months of a small city, with everything that can come late, twice, or otherwise than before. */
export async function live(scene: Scene): Promise<void> {
  const { engine, roll } = scene;
  scene.facts.traits = drawTraits(roll);
  await policyOfTheCity(scene);
  await settleIn(scene);
  const months = MONTHS.slice(0, roll.oneIn(4) ? 3 : 2);
  for (const [at, month] of months.entries()) {
    if (roll.oneIn(2)) await engine.idle();
    await engine.jumpTo(Date.parse(`${addMonths(month, 1)}-01T09:00:00+08:00`));
    const soFar = months.slice(0, at + 1);
    if (at > 0) await cheaperAndWider(scene);
    await Promise.all([filesCome(scene, soFar), changesCome(scene, month)]);
    await monthCloses(scene, month, () => (roll.oneIn(2) ? somethingLate(scene, soFar) : Promise.resolve()));
    await Promise.all([monthIsPaid(scene, month), roll.oneIn(2) ? somethingLate(scene, soFar) : null]);
  }
  await calm(scene);
  const last = addMonths(months.at(-1) as string, 1);
  await monthCloses(scene, last, () => Promise.resolve());
  await calm(scene);
}

async function filesCome(scene: Scene, months: readonly string[]): Promise<void> {
  const { roll, facts } = scene;
  const each = facts.firms.map(async ({ uscc }) => {
    const files = roll.between(1, 2);
    for (let n = 0; n < files; n++)
      await fileSent(scene, uscc, roll.oneIn(4) ? roll.pick(months) : (months.at(-1) as string));
  });
  await Promise.all(each);
  if (roll.oneIn(3)) await fileWithdrawn(scene);
}

async function changesCome(scene: Scene, month: string): Promise<void> {
  for (let n = scene.roll.between(0, 2); n > 0; n--) await somethingChanges(scene, month);
}

async function somethingLate(scene: Scene, months: readonly string[]): Promise<void> {
  const { roll, facts } = scene;
  if (roll.oneIn(4)) return fileWithdrawn(scene);
  return fileSent(scene, roll.pick(facts.firms).uscc, roll.pick(months));
}

/** Nothing goes wrong any more, and whatever was put aside is taken up again until nothing is left. */
async function calm({ engine }: Scene): Promise<void> {
  engine.faults.end();
  do await engine.idle();
  while (engine.redrive() > 0);
}
