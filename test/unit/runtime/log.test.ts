import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runAs } from "../../../shared/runtime/context.ts";
import { log } from "../../../shared/runtime/log.ts";

const lines: string[] = [];
const caller = { sub: "u1", roles: [], org: null };
const lastLine = () => JSON.parse(lines.at(-1) ?? "null") as Record<string, unknown>;

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

describe("a log line", () => {
  it("is one line of JSON with the correlation id of what it belongs to", async () => {
    await runAs({ correlationId: "c-12345678", caller }, async () =>
      log.info("request", { operation: "closePeriod", status: 202, ms: 3 }),
    );
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(lastLine()).toMatchObject({
      level: "info",
      event: "request",
      correlationId: "c-12345678",
      status: 202,
    });
    log.warn("alone");
    expect(lastLine()).toMatchObject({ level: "warn", event: "alone", correlationId: "none" });
    expect(lastLine()).not.toHaveProperty("cause");
  });

  it("reduces a cause to its kind, its masked message and where it was thrown", () => {
    log.error("failed", {}, new RangeError("student 411202200910150030, phone 138 0013 8000"));
    const cause = lastLine()["cause"] as Record<string, string>;
    expect(cause).toMatchObject({
      kind: "RangeError",
      message: "student ****************30, phone *** **** **00",
    });
    expect(cause["at"]).toMatch(/^at .*log\.test\.ts/);
    expect(Object.keys(cause).toSorted()).toEqual(["at", "kind", "message"]);
  });

  it.each([
    "411202200910150030",
    "id 41128120091220005x in row 7",
    "４１１２０２２００９１０１５００３０",
    "two lines\n at 411202200910150030",
    `${"x".repeat(490)} 411202200910150030`,
    JSON.stringify({ idNumber: "411202200910150030", account: "6222021234567890123" }),
  ])("cannot carry a personal number: %o", (message) => {
    log.error("failed", {}, new Error(message));
    log.warn(
      "failed",
      {},
      Object.assign(new Error("outer", { cause: new Error(message) }), { row: message }),
    );
    log.warn("failed", {}, message);
    log.warn("failed", {}, { idNumber: message });
    expect(lines.join("").normalize("NFKC")).not.toMatch(/\d{11}/);
  });

  it("stays short whatever the message", () => {
    log.error("failed", {}, new Error("x".repeat(100_000)));
    expect(lines[0]?.length).toBeLessThan(1_000);
  });

  it("says of something thrown that is no error only what it is", () => {
    log.error("failed", {}, "张小明");
    expect(lastLine()["cause"]).toEqual({ kind: "string", message: "" });
  });
});
