import { isWorkingDay } from "../../../shared/values/calendar.ts";
import { daysOf } from "../../../shared/values/period.ts";
import { enterprise } from "../../city/people.ts";
import type { Scene } from "./city.ts";
import type { Placement, Said, Upload } from "./facts.ts";

/** One file of a firm for a month: a new word, a correction, the same bytes again, or the whole month anew. */
export async function fileSent(scene: Scene, uscc: string, period: string): Promise<void> {
  const { roll, facts, engine } = scene;
  const before = facts.uploads.filter((one) => one.uscc === uscc && one.period === period && one.arrived);
  const again = before.length > 0 && roll.oneIn(4);
  const { says, content } = again ? roll.pick(before) : written(scene, uscc, period);
  if (says.size === 0) return;
  const mode = roll.oneIn(4) ? "replace-month" : "merge";
  const upload = await announced(scene, { uscc, period, mode, says, content });
  if (roll.oneIn(3)) await engine.sleep(roll.between(1_000, 600_000));
  engine.cloud.arrived(bucketOf(scene), `originals/${upload.id}`, Buffer.from(content));
  upload.arrived = true;
}

const bucketOf = ({ engine }: Scene): string => engine.cloud.blueprint.notifications[0]?.bucket ?? "";

/** Announcements of the whole city come one after another, so that the plan knows who was first. */
function announced(
  scene: Scene,
  file: Pick<Upload, "uscc" | "period" | "mode" | "says" | "content">,
): Promise<Upload> {
  const { client, engine, facts } = scene;
  const { uscc, period, mode, content } = file;
  const body = {
    kind: "attendance",
    uscc,
    period,
    mode,
    filename: "考勤.csv",
    size: Buffer.byteLength(content),
  };
  const announce = async (): Promise<Upload> => {
    type Made = { id: string; sequence: number };
    const { body: made } = await client.call<Made>(enterprise(uscc), "POST", "/v1/uploads", { body });
    const upload = { ...file, ...made, announcedAt: engine.now, arrived: false, withdrawn: false };
    facts.uploads.push(upload);
    return upload;
  };
  const turn = scene.announcing.then(announce);
  scene.announcing = turn.catch(() => undefined);
  return turn;
}

/** What a firm says of some of its students, some of the days short, some outside of the placement. */
function written({ roll, facts }: Scene, uscc: string, period: string) {
  const own = facts.placements.filter((one) => one.uscc === uscc);
  const named = own.filter(() => !roll.oneIn(4));
  const workdays = daysOf(period).filter(isWorkingDay);
  const says = new Map<string, Said[]>();
  for (const placement of named) {
    const most = roll.between(8, workdays.length);
    const chosen = workdays.filter(() => roll.next() * workdays.length < most);
    const said = chosen.map((date) => ({ date, hours: roll.oneIn(12) ? 3 : 8 }));
    if (said.length > 0) says.set(placement.id, said);
  }
  return { says, content: csvOf(says, own) };
}

function csvOf(says: ReadonlyMap<string, readonly Said[]>, own: readonly Placement[]): string {
  const rows = [...says].flatMap(([id, said]) => {
    const { employeeNo } = own.find((one) => one.id === id) as Placement;
    return said.map(({ date, hours }) => `${employeeNo},${date},${hours},出勤`);
  });
  return `工号,日期,工时,状态\n${rows.join("\n")}\n`;
}

/** Takes back a file that was accepted. One that is still being read, or says nothing, cannot be. */
export async function fileWithdrawn({ client, roll, facts }: Scene): Promise<void> {
  const standing = facts.uploads.filter(({ arrived, withdrawn }) => arrived && !withdrawn);
  if (standing.length === 0) return;
  const upload = roll.pick(standing);
  const by = enterprise(upload.uscc);
  const { status } = await client.call(by, "POST", `/v1/uploads/${upload.id}/withdraw`, { expect: [409] });
  if (status === 200) upload.withdrawn = true;
  else {
    const { body } = await client.call<{ withdrawn: boolean }>(by, "GET", `/v1/uploads/${upload.id}`);
    upload.withdrawn = body.withdrawn;
  }
}
