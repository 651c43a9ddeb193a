import { describe, expect, it } from "vitest";
import { attributesIn, readEvent } from "../../../functions/partners/cloudevent.ts";
import { parseHarmless } from "../../../functions/partners/harmless.ts";
import { readRequest } from "../../../functions/partners/reading.ts";
import { Problem } from "../../../shared/values/problem.ts";

const event = { specversion: "1.0", id: "1", source: "urn:bank", type: "t.v1", data: { a: 1 } };
const codeOf = (read: ReturnType<typeof readEvent>) => ("refusal" in read ? read.refusal.code : "fine");

describe("an event", () => {
  it("has what CloudEvents asks for, and nothing made up", () => {
    expect(readEvent(event)).toEqual({
      event: { id: "1", source: "urn:bank", type: "t.v1", subject: null, dataschema: null, data: { a: 1 } },
    });
  });

  it.each<[string, unknown, string]>([
    ["no object", "x", "malformed-event"],
    ["a list", [event], "malformed-event"],
    ["an older version", { ...event, specversion: "0.3" }, "unknown-specversion"],
    ["no id", { ...event, id: undefined }, "invalid-attribute"],
    ["an empty source", { ...event, source: "" }, "invalid-attribute"],
    ["a type that is no text", { ...event, type: 1 }, "invalid-attribute"],
    ["a line break", { ...event, subject: "a\r\nb" }, "invalid-attribute"],
    ["a null byte", { ...event, id: "a\u0000" }, "invalid-attribute"],
    ["an endless id", { ...event, id: "x".repeat(257) }, "invalid-attribute"],
    ["an identity number", { ...event, subject: "学生 411202200910150030" }, "personal-data-in-attribute"],
    ["bytes", { ...event, data_base64: "AA==" }, "data-not-json"],
    ["XML", { ...event, datacontenttype: "application/xml" }, "data-not-json"],
    ["too much", { ...event, data: "x".repeat(70_000) }, "event-too-large"],
  ])("is refused: %s", (_, sent, code) => {
    expect(codeOf(readEvent(sent))).toBe(code);
  });

  it("that is refused is named by what of its name may be shown", () => {
    const read = readEvent({ ...event, id: "411202200910150030", source: "urn:bank" });
    expect(read).toMatchObject({ id: null, source: "urn:bank" });
  });

  it("has its attributes in headers, percent-encoded, and only there", () => {
    const headers = { "ce-id": "%E4%B8%80", "ce-type": "50%", "content-type": "application/json", x: "y" };
    expect(attributesIn(headers)).toEqual({ id: "一", type: "50%", datacontenttype: "application/json" });
  });
});

describe("a body", () => {
  const refusal = (text: string) => {
    try {
      return parseHarmless(text);
    } catch (cause) {
      return cause instanceof Problem ? cause.facts.code : cause;
    }
  };

  it("may be twenty levels deep, and no more", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(refusal(nested(20))).toBeInstanceOf(Array);
    expect(refusal(nested(21))).toBe("invalid-json");
    expect(refusal(nested(200_000))).toBe("invalid-json");
  });

  it.each(["__proto__", "constructor", "prototype"])("has no key %s, wherever it is", (key) => {
    expect(refusal(`[{"a":{"${key}":{}}}]`)).toBe("forbidden-key");
    expect(refusal(`{"a":"${key}"}`)).toEqual({ a: key });
  });

  it("is read by its media type", () => {
    const read = (type: string, body: unknown) =>
      readRequest({ headers: { "content-type": type, "ce-id": "9" }, text: JSON.stringify(body) });
    expect(read("application/cloudevents+json; charset=utf-8", event)).toMatchObject([
      { event: { id: "1" } },
    ]);
    expect(read("application/cloudevents-batch+json", [event, {}])).toMatchObject([
      { event: { id: "1" } },
      { refusal: { code: "unknown-specversion" } },
    ]);
    expect(read("application/json", {})).toMatchObject([
      { refusal: { code: "unknown-specversion" }, id: "9" },
    ]);
  });
});
