import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runAs } from "../../../shared/runtime/context.ts";
import { problemAnswer, SECURITY_HEADERS } from "../../../shared/runtime/problems.ts";
import { Problem } from "../../../shared/values/problem.ts";

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

const problem = new Problem({ status: 409, code: "taken", zh: "已占用", en: "Taken", pointer: "/code" });
const answerTo = (cause: unknown, language?: string) =>
  runAs({ correlationId: "c-12345678", caller: { sub: "u1", roles: [], org: null } }, async () =>
    problemAnswer(cause, { headers: language === undefined ? {} : { "accept-language": language } }),
  );
const bodyOf = async (cause: unknown, language?: string) =>
  JSON.parse((await answerTo(cause, language)).body ?? "") as Record<string, unknown>;

describe("a failure as an answer", () => {
  it("is a problem document with the correlation id", async () => {
    const answer = await answerTo(problem);
    expect(answer).toMatchObject({ statusCode: 409, headers: SECURITY_HEADERS });
    expect(answer.headers?.["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(await bodyOf(problem)).toMatchObject({
      code: "taken",
      pointer: "/code",
      correlationId: "c-12345678",
    });
    expect(lines).toEqual([]);
  });

  it.each([
    [undefined, "zh"],
    ["", "zh"],
    ["zh-CN,zh;q=0.9,en;q=0.8", "zh"],
    ["en", "en"],
    ["EN-GB, zh;q=0.5", "en"],
    ["fr", "zh"],
  ])("speaks the language of %o", async (header, language) => {
    expect((await answerTo(problem, header)).headers?.["content-language"]).toBe(language);
    expect(await bodyOf(problem, header)).toMatchObject({ detail: language === "en" ? "Taken" : "已占用" });
  });

  it("tells nothing of a fault of ours, and logs it", async () => {
    for (const cause of [new Error("table Main, 411202200910150030"), "text", undefined]) {
      const answer = await answerTo(cause);
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toMatch(/Main|4112|text/);
      expect(JSON.parse(answer.body ?? "")).toMatchObject({ code: "internal", correlationId: "c-12345678" });
    }
    expect(lines).toHaveLength(3);
    expect(lines.join("")).not.toContain("411202200910150030");
  });
});
