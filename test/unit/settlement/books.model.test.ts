import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { serveTables } from "../../chaos/memory/server.ts";
import { createTable } from "../../conformance/servers.ts";
import { FIRM, MONTHS, type Model, openBooks, PEOPLE, RATE, type RealBooks } from "./model-books.ts";

/** The books in fifty lines: what each month is worth, what was settled of it, and what became of the payments. */
const emptyModel = (): Model => ({ worth: new Map(), settled: [], instructed: 0, payments: [] });

const settledFen = ({ settled }: Model): number => settled.reduce((sum, fen) => sum + fen, 0);
const goneFen = ({ payments }: Model): number =>
  payments.filter(({ status }) => status !== "returned").reduce((sum, { fen }) => sum + fen, 0);

type Command = fc.AsyncCommand<Model, RealBooks>;

/** A file says so many days of somebody's month; several workers may hear of it at once. */
const books = (person: string, month: string, days: number, workers: number): Command => ({
  check: () => true,
  async run(model, real) {
    const worth = days >= 15 ? RATE : 0;
    model.worth.set(`${person} ${month}`, worth);
    await real.say(person, month, days, workers);
    expect(await real.booked(person, month)).toBe(worth);
  },
  toString: () => `${person} ${month} ${days} days, heard by ${workers}`,
});

/** The next month closes; told again, the manifest that is there stays. */
const closes = (times: number): Command => ({
  check: ({ settled }) => settled.length < MONTHS.length,
  async run(model, real) {
    const month = MONTHS[model.settled.length] as string;
    const due = [...model.worth].filter(([key]) => key.slice(-7) <= month);
    const before = settledFen(model);
    model.settled.push(due.reduce((sum, [, fen]) => sum + fen, 0) - before);
    await Promise.all(Array.from({ length: times }, () => real.close(month)));
    expect(await real.manifestFen(month)).toBe(model.settled.at(-1));
  },
  toString: () => `the month closes, told ${times} times`,
});

/** What is settled and not paid yet is instructed, once for a month, however many ask at once. */
const instructs = (times: number): Command => ({
  check: ({ settled, instructed }) => settled.length > instructed,
  async run(model, real) {
    const month = MONTHS[model.settled.length - 1] as string;
    const fen = Math.max(0, settledFen(model) - goneFen(model));
    model.instructed = model.settled.length;
    if (fen > 0) model.payments.push({ month, fen, status: "instructed" });
    await Promise.all(Array.from({ length: times }, () => real.pay(month)));
    expect(await real.payments()).toEqual(model.payments);
    expect(goneFen(model)).toBeLessThanOrEqual(Math.max(settledFen(model), goneFen(model) - fen));
  },
  toString: () => `the month is instructed, asked ${times} times`,
});

/** The bank answers the last payment, and tells it again; to say otherwise is refused. */
const answers = (status: "paid" | "returned"): Command => ({
  check: ({ payments }) => payments.at(-1)?.status === "instructed",
  async run(model, real) {
    const last = model.payments.at(-1);
    if (!last) return;
    last.status = status;
    const other = status === "paid" ? "returned" : "paid";
    expect(await real.answer(last.month, last.fen, status)).toBe("booked");
    expect(await real.answer(last.month, last.fen, status)).toBe("same");
    expect(await real.answer(last.month, last.fen, other)).toBe("conflicting-return");
    expect(await real.payments()).toEqual(model.payments);
  },
  toString: () => `the bank says ${status}`,
});

let server: Awaited<ReturnType<typeof serveTables>>;
beforeAll(async () => {
  server = await serveTables(0);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
  vi.stubEnv("AWS_REGION", "cn-north-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "model");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "model");
  vi.stubEnv("AUDIT_TABLE", "Audit");
  await createTable(server.url, "Audit");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
});

const workers = fc.integer({ min: 1, max: 3 });
const commands = [
  fc
    .tuple(fc.constantFrom(...PEOPLE), fc.constantFrom(...MONTHS), fc.constantFrom(0, 14, 15, 20), workers)
    .map(([person, month, days, by]) => books(person, month, days, by)),
  workers.map(closes),
  workers.map(instructs),
  fc.constantFrom("paid" as const, "returned" as const).map(answers),
];

it(`the books of ${FIRM} are the model's, whatever happens in whatever order`, async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 14 }), async (some) => {
      const real = await openBooks(server.url, `Run${++run}`);
      await fc.asyncModelRun(() => ({ model: emptyModel(), real }), some);
    }),
    { numRuns: 25 },
  );
}, 120_000);
