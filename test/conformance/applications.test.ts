import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Application, decided } from "../../functions/subsidy/application/application.ts";
import { defaultPolicies } from "../../functions/subsidy/policy.ts";
import { trainingsOf } from "../../functions/subsidy/schemes/apprenticeship/form.ts";
import type { AwardForm } from "../../functions/subsidy/schemes/base-award/form.ts";
import { invoicesOf } from "../../functions/subsidy/schemes/base-award/form.ts";
import { application, at, awardForm, classForm, USCC } from "../unit/subsidy/applications.ts";
import { createTable, type RunningServer, serverKinds, start } from "./servers.ts";

const AT = new Date("2026-03-10T10:00:00+08:00");
const APPROVE = { decision: "approve", documentNo: "示〔2026〕3号" } as const;
const REJECT = { decision: "reject", reason: "材料不全" } as const;
const REVOKE = { decision: "revoke", reason: "发票不实" } as const;

describe.each(serverKinds())("applications on $name", (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "ronghe-applications-"));
  let server: RunningServer;
  let book: typeof import("../../functions/subsidy/book.ts");
  let judge: typeof import("../../functions/subsidy/application/judge.ts");
  let store: import("../../functions/subsidy/store.ts").SubsidyStore;
  let desk: import("../../functions/subsidy/application/application-store.ts").ApplicationStore;
  let queries: ReturnType<typeof import("../../functions/subsidy/queries.ts").subsidyQueries>;
  let number = 0;

  beforeAll(async () => {
    server = await start(kind, folder);
    for (const table of ["Subsidy", "Attendance", "Audit"]) await createTable(server.url, table);
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", server.url);
    vi.stubEnv("AWS_REGION", "cn-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "conformance");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "conformance");
    vi.stubEnv("AUDIT_TABLE", "Audit");
    vi.stubEnv("SUBSIDY_TABLE", "Subsidy");
    vi.stubEnv("ATTENDANCE_TABLE", "Attendance");
    // nobody listens: what is told stays in the outbox
    vi.stubEnv("FACTS_TOPIC", "arn:aws-cn:sns:cn-north-1:000000000000:facts");
    vi.stubEnv("AWS_ENDPOINT_URL_SNS", "http://127.0.0.1:9");
    vi.resetModules();
    book = await import("../../functions/subsidy/book.ts");
    judge = await import("../../functions/subsidy/application/judge.ts");
    store = (await import("../../functions/subsidy/store.ts")).subsidyStore("Subsidy");
    desk = (await import("../../functions/subsidy/application/application-store.ts")).applicationStore(
      "Subsidy",
    );
    queries = (await import("../../functions/subsidy/queries.ts")).subsidyQueries();
    const { openTable } = await import("../../shared/runtime/table.ts");
    for (const policy of defaultPolicies) {
      const key = { pk: "POLICIES", sk: `${policy.scheme}#${policy.version}` };
      await openTable("Subsidy").put({ ...key, policy, status: "published", version: 1 });
    }
  });
  afterAll(async () => {
    await server?.stop();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  const awardOn = (invoice: string): AwardForm => {
    const form = awardForm([200_000_000, 0]);
    return { ...form, invoices: form.invoices.map((one) => ({ ...one, number: invoice })) };
  };
  async function added(form: Parameters<typeof application>[0]): Promise<Application> {
    const one = application(form, ++number);
    await desk.add(one, form.scheme === "base-award" ? invoicesOf(form) : trainingsOf(form), AT);
    return one;
  }
  async function move(one: Application, decision: Parameters<typeof decided>[1], day: string) {
    const next = decided(one, decision, at(day));
    const released = next.status === "rejected" ? invoicesOf(one.form as AwardForm) : [];
    await desk.change(next, { action: "test", from: one.status, released }, AT);
    return next;
  }
  const bookIt = (id: string, cause = "fact") =>
    book.bookSubjects([id], { kind: "application", id: cause }, AT, store, judge.applicationJudge(desk));
  /** Its code: the modules are loaded anew here, and their problems are of a class of their own. */
  const refusal = (cause: Error) => cause.message.split(":")[0];

  it("an invoice supports one of many awards that come at the same moment", async () => {
    const tries = Array.from({ length: 6 }, () => added(awardOn("INVOICE001")).catch(refusal));
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter((outcome) => typeof outcome === "string")).toEqual(
      Array(5).fill("already-supports-another"),
    );
  });

  it("a rejected award lets go of its invoice, a revoked one does not", async () => {
    await move(await added(awardOn("INVOICE002")), REJECT, "2026-03-11");
    const second = await added(awardOn("INVOICE002"));
    await move(await move(second, APPROVE, "2026-03-12"), REVOKE, "2026-03-13");
    expect(await added(awardOn("INVOICE002")).catch(refusal)).toBe("already-supports-another");
  });

  it("two decisions at the same moment are one", async () => {
    const one = await added(awardOn("INVOICE003"));
    const both = await Promise.allSettled([
      move(one, APPROVE, "2026-03-11"),
      move(one, REJECT, "2026-03-11"),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is booked once by many messages, and found by the close of an enterprise without attendance", async () => {
    const one = await move(await added(awardOn("INVOICE004")), APPROVE, "2026-03-11");
    await Promise.all(Array.from({ length: 6 }, (_, by) => bookIt(one.id, `fact-${by}`)));
    const found = (await queries.claimable(USCC, "2026-03", new Set())).filter(
      ({ subjectId }) => subjectId === one.id,
    );
    expect(found.map(({ entries }) => entries.map(({ amountFen }) => amountFen))).toEqual([[20_000_000]]);
    expect(await queries.applicants()).toEqual([USCC]);
  });

  it("revoked after its month was settled, is found by the next close, with the difference alone to claim", async () => {
    const one = await move(await added(awardOn("INVOICE005")), APPROVE, "2026-03-11");
    await bookIt(one.id);
    await move(one, REVOKE, "2026-05-05");
    await bookIt(one.id);
    const found = (await queries.claimable(USCC, "2026-05", new Set(["2026-03"]))).filter(
      ({ subjectId }) => subjectId === one.id,
    );
    expect(found.map(({ entries }) => entries.map(({ amountFen }) => amountFen))).toEqual([
      [20_000_000, -20_000_000],
    ]);
  });

  it("a class knows the classes of the same people, whoever applied for them", async () => {
    const form = classForm(3);
    const first = await move(await added(form), APPROVE, "2026-03-11");
    const again = { ...form, placementIds: form.placementIds.map((id) => `${id}-again`) };
    const second = application(again, ++number);
    const people = second.people.map((person, at) => ({ ...person, personId: `person P${at + 1}` }));
    await desk.add({ ...second, people }, trainingsOf(again), AT);
    await move({ ...second, people }, APPROVE, "2026-03-12");
    expect((await desk.others({ ...second, people })).map(({ id }) => id)).toEqual([first.id]);
    const [booked] = await bookIt(second.id);
    expect(booked?.accounts[0]?.entries).toMatchObject([
      { amountFen: 0, reasons: [{ code: "class-advance" }, { code: "once-per-level" }] },
    ]);
  });
});
