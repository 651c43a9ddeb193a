import { describe, expect, it } from "vitest";
import { calls } from "../../../shared/runtime/bus.ts";

const message = (bytes: number) => ({ type: "a.b.c", body: "x".repeat(bytes) });

describe("calls to the topic", () => {
  it("take ten messages at most, in their order", () => {
    const messages = Array.from({ length: 25 }, (_, index) => ({ type: "a", body: String(index) }));
    expect(calls(messages).map((some) => some.length)).toEqual([10, 10, 5]);
    expect(calls(messages).flat()).toEqual(messages);
  });

  it("keep below what SNS takes in bytes, as UTF-8", () => {
    const some = calls([message(100_000), message(100_000), message(100_000)]);
    expect(some.map((one) => one.length)).toEqual([2, 1]);
    const chinese = { type: "a", body: "学".repeat(50_000) };
    expect(calls([chinese, chinese]).map((one) => one.length)).toEqual([1, 1]);
  });

  it("leave nothing out and make no empty call", () => {
    expect(calls([])).toEqual([]);
    expect(calls([message(250_000), message(1)])).toHaveLength(2);
  });
});
