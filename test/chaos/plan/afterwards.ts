import { enterprise, people } from "../../city/people.ts";
import { registration } from "../../integration/one-enterprise.ts";
import type { Scene } from "./city.ts";
import { saw } from "./facts.ts";
import { objectionsDecided } from "./objections.ts";

interface Shown {
  paymentId: string;
  uscc: string;
  state: string;
}

/**
 * Once the bank has answered a month: what came back goes out again, demands are paid, objections are decided at last.
 * @param answered waits until the bank has answered the month again
 */
export async function afterwards(
  scene: Scene,
  period: string,
  answered: () => Promise<unknown>,
): Promise<void> {
  const { traits } = scene.facts;
  if (traits.reissues) await reissued(scene, period, answered);
  if (traits.demands) await receiptsCome(scene);
  if (traits.objections) await objectionsDecided(scene);
}

async function reissued(scene: Scene, period: string, answered: () => Promise<unknown>): Promise<void> {
  const { client, roll } = scene;
  const payments = await client.list<Shown>(people.finance, `/v1/periods/${period}/payments`);
  for (const { paymentId, uscc, state } of payments) {
    if (state !== "returned" || roll.oneIn(4)) continue;
    if (roll.oneIn(3)) await refusedToThe(scene, "account-not-confirmed", paymentId);
    await accountCorrected(scene, uscc);
    await sentAgain(scene, paymentId);
    await answered();
  }
}

/** To the account that has just refused it nothing is sent again. */
async function refusedToThe({ client }: Scene, expected: string, paymentId: string): Promise<void> {
  const path = `/v1/payments/${paymentId}/reissue`;
  const { status, body } = await client.call<{ code?: string }>(people.finance, "POST", path, {
    expect: [409],
  });
  if (status !== 409 || body.code !== expected)
    throw new Error(`${paymentId} went out again to the account that had refused it: ${status} ${body.code}`);
}

/** The enterprise says another account, and somebody else confirms it. */
async function accountCorrected({ client, facts }: Scene, uscc: string): Promise<void> {
  const accountNo = `62000000000000${String(10_000 + facts.steps.length)}`;
  const { account } = registration(uscc);
  const path = `/v1/enterprises/${uscc}/account`;
  await client.call(enterprise(uscc), "PUT", path, { body: { ...account, accountNo } });
  await client.call(people.secondOfficer, "POST", `${path}/confirm`, { expect: [409] });
}

/** By one or two at once; whoever asks is told of the same payment. */
async function sentAgain({ client, roll, facts }: Scene, paymentId: string): Promise<void> {
  const again = () =>
    client.call<{ paymentId?: string; code?: string }>(
      people.finance,
      "POST",
      `/v1/payments/${paymentId}/reissue`,
      { expect: [409] },
    );
  const replies = await Promise.all(roll.oneIn(3) ? [again(), again()] : [again()]);
  const made = new Set(replies.map(({ body }) => body.paymentId ?? null));
  const unexpected = replies.find(({ status, body }) => status === 409 && body.code !== "nothing-owed");
  if (made.size !== 1 || unexpected)
    throw new Error(`${paymentId} was reissued as ${[...made].join(" and ")} (${unexpected?.body.code})`);
  const [by = null] = made;
  facts.steps.push({ step: "reissued", paymentId, by });
  saw(facts, by === null ? "reissue refused" : "payment reissued");
}

/** Some of what is demanded comes in, in one transfer or two, and finance may book it twice. */
async function receiptsCome({ client, roll, facts }: Scene): Promise<void> {
  const open = await client.list<{ demandId: string; openFen: number }>(people.finance, "/v1/demands");
  for (const { demandId, openFen } of open) {
    if (openFen === 0 || roll.oneIn(3)) continue;
    const half = openFen > 1 && roll.oneIn(2) ? Math.floor(openFen / 2) : openFen;
    for (const amountFen of roll.oneIn(2) && half < openFen ? [half, openFen - half] : [half]) {
      const body = { amountFen, bankRef: `SK${facts.steps.length}`, date: "2026-09-15" };
      const post = (told: typeof body, expect: number[] = []) =>
        client.call<{ code?: string }>(people.finance, "POST", `/v1/demands/${demandId}/receipts`, {
          body: told,
          expect,
        });
      const replies = await Promise.all(
        roll.oneIn(3) ? [post(body, [422]), post(body, [422])] : [post(body, [422])],
      );
      // the list lags behind: what it calls open may have come in already
      if (replies.every(({ status, body: { code } }) => status === 422 && code === "more-than-open"))
        continue;
      facts.steps.push({ step: "received", demandId, amountFen });
      saw(facts, "receipt booked");
      const { status } = await post({ ...body, amountFen: amountFen + 1 }, [409, 422]);
      if (status < 400) throw new Error(`A receipt of ${demandId} was booked with two amounts`);
    }
  }
}
