import { addMonths } from "../../../shared/values/period.ts";
import { people } from "../../city/people.ts";
import { afterwards } from "./afterwards.ts";
import type { Scene } from "./city.ts";
import { objectionsCome, objectionsDecided } from "./objections.ts";

export interface PaymentItem {
  paymentId: string;
  uscc: string;
  amountFen: number;
  status: string;
}

const at = (month: string, time: string): number => Date.parse(`${month}-${time}+08:00`);

/** How often finance looks whether a month has moved on before it gives up. */
const MOST_LOOKS = 12;

export const statusOf = async ({ client }: Scene, period: string): Promise<string> =>
  (await client.call<{ status: string }>(people.finance, "GET", `/v1/periods/${period}`)).body.status;

/** Looks until the month is there, and lends a hand where it is stuck: what was put aside is tried again. */
export async function until(
  scene: Scene,
  period: string,
  statuses: readonly string[],
  help: () => Promise<unknown>,
) {
  for (let look = 0; look < MOST_LOOKS; look++) {
    await scene.engine.idle();
    if (statuses.includes(await statusOf(scene, period))) return;
    scene.engine.redrive();
    await scene.engine.idle();
    if (statuses.includes(await statusOf(scene, period))) return;
    await help();
  }
  throw new Error(`${period} stays ${await statusOf(scene, period)}, and should be ${statuses.join(" or ")}`);
}

const CLOSED = ["published", "approved", "instructed", "settled"];

/** The fifth, two in the morning; finance may be earlier, later, or do it as well. */
export async function monthCloses(
  scene: Scene,
  period: string,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  const { engine, roll } = scene;
  const next = addMonths(period, 1);
  const byRoute = () => closeAsked(scene, period);
  const also: Promise<unknown>[] = [];
  if (roll.oneIn(3)) also.push(byRoute());
  if (roll.oneIn(2)) await engine.idle();
  await engine.jumpTo(at(next, "05T01:59:59"));
  if (roll.oneIn(3)) also.push(byRoute());
  await engine.jumpTo(at(next, "05T02:00:01"));
  if (roll.oneIn(3)) also.push(byRoute());
  also.push(meanwhile());
  await Promise.all(also);
  await until(scene, period, CLOSED, byRoute);
  scene.facts.steps.push({ step: "closed", period, policies: scene.facts.policies.length });
}

const closeAsked = ({ client }: Scene, period: string) =>
  client.call(people.finance, "POST", `/v1/periods/${period}/close`, { expect: [409] });

/** Objections, approval by another after publicity, instruction by one or two at once, and the bank's answers. */
export async function monthIsPaid(scene: Scene, period: string): Promise<void> {
  const { engine, client, roll, facts } = scene;
  const path = `/v1/periods/${period}`;
  await objectionsCome(scene, period);
  await engine.jumpTo(at(addMonths(period, 1), "14T09:00:00"));
  const approve = () =>
    client.call(people.secondFinance, "POST", `${path}/approve`, {
      body: { seenChecks: true },
      expect: [409],
    });
  await objectionsDecided(scene);
  await approve();
  if (roll.oneIn(4)) await approve();
  await objectionsDecided(scene);
  const instruct = () => client.call(people.finance, "POST", `${path}/instruct`, { expect: [409] });
  const objecting = objectionsCome(scene, period);
  await Promise.all(roll.oneIn(3) ? [instruct(), instruct()] : [instruct()]);
  await objecting;
  // an earlier month that hangs in its close keeps this one from being approved
  await until(scene, period, ["instructed", "settled"], async () => {
    await approve();
    await instruct();
  });
  facts.steps.push({ step: "instructed", period, policies: facts.policies.length });
  for (let round = 0; round < 2; round++) await bankAnswers(scene, period);
  const answered = () => until(scene, period, ["settled"], () => bankAnswers(scene, period));
  await answered();
  await afterwards(scene, period, answered);
}

const HEADER = "paymentId,status,amountFen,reason,bankRef,date";

/** The bank answers some of what it was told to pay, tells it twice, and errs now and then. */
export async function bankAnswers(scene: Scene, period: string): Promise<void> {
  const { client, roll, bank } = scene;
  const path = `/v1/periods/${period}`;
  const payments = await client.list<PaymentItem>(people.finance, `${path}/payments`);
  const post = (lines: readonly string[], expect: number[] = []) =>
    client.call(people.finance, "POST", `${path}/returns`, {
      text: `${[HEADER, ...lines].join("\n")}\n`,
      expect,
    });
  const lines: string[] = [];
  for (const { paymentId, amountFen } of payments) {
    const known = bank.get(paymentId);
    if (!known && roll.oneIn(4)) continue;
    const status = roll.oneIn(5) ? "returned" : "paid";
    const reason = status === "returned" ? "账户已销户" : "";
    const line = [paymentId, status, amountFen, reason, `HP${bank.size + 1}`, "2026-09-14"].join(",");
    if (!known) bank.set(paymentId, { amountFen, status, line });
    lines.push(known?.line ?? line);
  }
  if (lines.length === 0) return;
  const [some, others] = roll.oneIn(2) ? [lines, []] : [lines.slice(0, 1), lines.slice(1)];
  await post(some);
  if (roll.oneIn(3)) await post(some);
  if (others.length > 0) await post(others);
  if (roll.oneIn(3)) await contradicted(lines[0] as string, post);
}

/** A line that says otherwise than the bank did is refused, whatever has been booked of it. */
async function contradicted(
  line: string,
  post: (lines: readonly string[], expect: number[]) => Promise<{ status: number }>,
): Promise<void> {
  const otherwise = line.includes(",paid,")
    ? line.replace(",paid,", ",returned,")
    : line.replace(",returned,", ",paid,");
  const { status } = await post([otherwise], [409, 422]);
  if (status < 400) throw new Error(`A contradiction of the bank was taken: ${otherwise}`);
}
