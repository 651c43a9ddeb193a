import { describe, expect, it } from "vitest";
import { notFound, Problem, problemDocument } from "../../../shared/values/problem.ts";

const facts = {
  status: 409,
  code: "enterprise-exists",
  zh: "企业已登记",
  en: "It is registered already",
  pointer: "/uscc",
};

describe("a problem document", () => {
  it("says it in the language asked for, and in both always", () => {
    expect(problemDocument(facts, "zh", "c-1")).toEqual({
      type: "https://ronghe.example/problems/enterprise-exists",
      title: "与现状冲突 Conflict",
      status: 409,
      code: "enterprise-exists",
      detail: "企业已登记",
      detailZh: "企业已登记",
      detailEn: "It is registered already",
      pointer: "/uscc",
      correlationId: "c-1",
    });
    expect(problemDocument(facts, "en", "c-1").detail).toBe("It is registered already");
  });

  it("leaves out a pointer that there is none of, and carries what is extra", () => {
    const { pointer: _, ...plain } = facts;
    const document = problemDocument({ ...plain, extra: { publicityEnd: "2026-07-10" } }, "zh", "c-1");
    expect(document).not.toHaveProperty("pointer");
    expect(document).toHaveProperty("publicityEnd", "2026-07-10");
  });

  it.each([400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 500, 503])(
    "has a title of its own in both languages for %i",
    (status) => {
      const { title } = problemDocument({ ...facts, status }, "zh", "c-1");
      expect(title).toMatch(/^\p{Script=Han}+ [A-Z][a-z ]+$/u);
      expect(title).not.toContain("错误 Error");
    },
  );

  it("has a title for a status nobody foresaw", () => {
    expect(problemDocument({ ...facts, status: 418 }, "zh", "c-1").title).toBe("错误 Error");
  });
});

describe("a problem", () => {
  it("is an error that says its code", () => {
    const problem = new Problem(facts);
    expect(problem).toBeInstanceOf(Error);
    expect([problem.name, problem.message]).toEqual([
      "Problem",
      "enterprise-exists: It is registered already",
    ]);
    expect(problem.facts).toBe(facts);
  });

  it("of something that is not there", () => {
    expect(notFound("没有", "None").facts).toEqual({
      status: 404,
      code: "not-found",
      zh: "没有",
      en: "None",
    });
    expect(notFound("没有", "None", "/id").facts.pointer).toBe("/id");
  });
});
