import type { Engine } from "../engine/engine.ts";
import type { Facts } from "../plan/facts.ts";
import { wordsAbout } from "./oracle.ts";
import type { Records } from "./records.ts";

const STEPS = [
  "period.closing",
  "period.published",
  "period.approved",
  "period.instructed",
  "period.settled",
];
const FINAL: ReadonlySet<unknown> = new Set(["accepted", "partly-accepted", "rejected"]);

/** Months go forward, step by step, each step on record once; nothing waits, and no job runs for ever. */
export function statesAreRight(facts: Facts, records: Records, engine: Engine): string[] {
  return [
    ...monthsGoForward(facts, records),
    ...uploadsAreFinal(facts, records),
    ...wordsStand(facts, records),
    ...changesAreOnRecord(facts, records),
    ...nothingIsLeft(records, engine),
  ];
}

/** A payment that goes out again takes its month one step back, and it is settled once more. */
function monthsGoForward({ steps }: Facts, records: Records): string[] {
  const months = records.of("Settlement", "PERIOD#").filter(({ sk }) => sk === "HEAD");
  return months.flatMap(({ period, status }) => {
    const actions = records.changes(`period/${period}`).map(({ action }) => String(action));
    const taken = actions.filter((action) => action !== "period.close-resumed");
    const reissues = steps.filter(
      (one) => one.step === "reissued" && one.by?.startsWith(`P${String(period).replace("-", "")}-`),
    );
    const again = reissues.map(() => "period.settled");
    const due = [...STEPS.slice(0, STEPS.indexOf(`period.${status}`) + 1), ...again];
    return taken.join() === due.join() ? [] : [`states: ${period} is ${status}, by ${actions.join()}`];
  });
}

function uploadsAreFinal(facts: Facts, records: Records): string[] {
  const uploads = new Map(
    records
      .of("Attendance", "UPLOADS#")
      .filter(({ sk }) => String(sk).startsWith("UPLOAD#"))
      .map((one) => [one["id"], one]),
  );
  return facts.uploads.flatMap(({ id, arrived, withdrawn }) => {
    const upload = uploads.get(id);
    const wrong: string[] = [];
    if (arrived && !FINAL.has(upload?.["status"])) wrong.push(`states: ${id} stays ${upload?.["status"]}`);
    if (withdrawn !== (upload?.["withdrawnAt"] !== null)) wrong.push(`states: ${id} is withdrawn, or not`);
    return wrong;
  });
}

/** Each word that stands is the latest announced of those that were accepted. */
function wordsStand(facts: Facts, records: Records): string[] {
  const accepted = new Set(
    records
      .changes("upload/")
      .filter(
        ({ action }) => FINAL.has(String(action).replace("upload.", "")) && action !== "upload.rejected",
      )
      .map(({ pk }) => String(pk).slice("upload/".length)),
  );
  return facts.placements.flatMap((placement) =>
    [...new Set(facts.uploads.map(({ period }) => period))].flatMap((period) => {
      const last = wordsAbout(facts, placement, period).at(-1);
      return !last || accepted.has(last.upload.id)
        ? []
        : [`states: the word of ${last.upload.id} was not accepted`];
    }),
  );
}

function changesAreOnRecord(facts: Facts, records: Records): string[] {
  const times = (subject: string, action: string): number =>
    records.changes(subject).filter((change) => change["pk"] === subject && change["action"] === action)
      .length;
  return [
    ...facts.placements.map(({ id }) => ({ subject: `placement/${id}`, action: "placement.made", once: 1 })),
    ...facts.firms.map(({ uscc }) => ({
      subject: `enterprise/${uscc}`,
      action: "enterprise.registered",
      once: 1,
    })),
    ...facts.firms.map(({ uscc }) => ({
      subject: `enterprise/${uscc}`,
      action: "enterprise.verified",
      once: 1,
    })),
    ...facts.uploads.map(({ id }) => ({ subject: `upload/${id}`, action: "upload.announced", once: 1 })),
    ...facts.uploads.map(({ id, withdrawn }) => ({
      subject: `upload/${id}`,
      action: "upload.withdrawn",
      once: Number(withdrawn),
    })),
    ...facts.policies.slice(1).map(({ version }) => ({
      subject: `policy/internship/${version}`,
      action: "policy.published",
      once: 1,
    })),
  ].flatMap(({ subject, action, once }) =>
    times(subject, action) === once
      ? []
      : [`states: ${action} of ${subject} stands ${times(subject, action)} times on record, not ${once}`],
  );
}

function nothingIsLeft(records: Records, engine: Engine): string[] {
  const { queues } = engine.cloud.blueprint;
  const full = queues
    .filter(({ arn }) => engine.cloud.queues.depth(arn) > 0)
    .map(({ name }) => `states: ${name} is not empty`);
  const jobs = records.of("Jobs", "JOB#").filter(({ status }) => status !== "done");
  return [...full, ...jobs.map(({ jobId, status }) => `states: the job ${jobId} is ${status}`)];
}
