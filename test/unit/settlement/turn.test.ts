import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { startClose } from "../../../functions/settlement/month/begin.ts";
import { closeDue } from "../../../functions/settlement/month/overdue.ts";
import { settlementStore } from "../../../functions/settlement/store.ts";
import { ConditionFailed, openTable } from "../../../shared/runtime/table.ts";
import { serveTables } from "../../chaos/memory/server.ts";
import { createTable } from "../../conformance/servers.ts";

const AT = new Date("2026-08-05T02:00:00+08:00");
const [JUNE, JULY] = ["2026-06", "2026-07"] as const;
let server: Awaited<ReturnType<typeof serveTables>>;
let tables = 0;
let table = "";

beforeAll(async () => {
  server = await serveTables(0);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
  // nobody answers there: what a close tells stays in its outbox
  vi.stubEnv("AWS_ENDPOINT_URL_SNS", "http://127.0.0.1:9");
  vi.stubEnv("FACTS_TOPIC", "arn:aws-cn:sns:cn-north-1:000000000000:facts");
  vi.stubEnv("AWS_REGION", "cn-north-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "turn");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "turn");
  vi.stubEnv("JOBS_TABLE", "Jobs");
  vi.stubEnv("AUDIT_TABLE", "Audit");
  vi.stubEnv("ATTENDANCE_TABLE", "Attendance");
  await Promise.all(["Jobs", "Audit", "Attendance"].map((name) => createTable(server.url, name)));
});
beforeEach(async () => {
  table = `Settlement${++tables}`;
  await createTable(server.url, table);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
});

const close = (period: string) => startClose(period, "finance-a", AT, settlementStore(table));
/** What became of it: it began, it has to look again, or it is refused by name. */
const outcome = (period: string) =>
  close(period).then(
    () => "begun",
    (cause) => (cause instanceof ConditionFailed ? "again" : String(cause.facts?.code ?? cause)),
  );
const statuses = () =>
  Promise.all([JUNE, JULY].map(async (period) => (await settlementStore(table).period(period)).status));

it.each([
  ["the earlier first", [JUNE, JULY]],
  ["the later first", [JULY, JUNE]],
  ["each twice", [JUNE, JULY, JULY, JUNE]],
])(
  "of two months asked to close at once one begins, and the other sees that it did: %s",
  async (_, asked) => {
    const outcomes = await Promise.all(asked.map(outcome));
    const began = asked.filter((_month, at) => outcomes[at] === "begun");
    expect(new Set(began).size).toBe(1);
    expect((await statuses()).filter((status) => status === "closing")).toHaveLength(1);
    expect(await settlementStore(table).turns()).toBe(1);

    const juneBegan = began.includes(JUNE);
    expect(await outcome(juneBegan ? JULY : JUNE)).toBe(
      juneBegan ? "earlier-month-open" : "later-month-closed",
    );
  },
);

it("the later month closes once the earlier one is published", async () => {
  await close(JUNE);
  expect(await outcome(JULY)).toBe("earlier-month-open");
  const month = await settlementStore(table).period(JUNE);
  const published = { ...month, status: "published", version: month.version + 1 };
  await openTable(table).put({ pk: `PERIOD#${JUNE}`, sk: "HEAD", ...published });
  expect(await outcome(JULY)).toBe("begun");
  expect(await settlementStore(table).turns()).toBe(2);
});

it("a schedule that fires after a later month has begun has nothing left to do, however often it is told", async () => {
  await close(JULY);
  await closeDue(JUNE, AT, settlementStore(table));
  await closeDue(JUNE, AT, settlementStore(table));
  expect(await statuses()).toEqual(["open", "closing"]);
});

it("a schedule that fires before an earlier month is closed leaves its month to the end of that close", async () => {
  await close(JUNE);
  await closeDue(JULY, AT, settlementStore(table));
  expect(await statuses()).toEqual(["closing", "open"]);
});
