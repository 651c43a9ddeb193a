import { expect, test } from "vitest";
import { rooms } from "../../../shared/runtime/rooms.ts";

test("rooms make one store that offers what all of them do", () => {
  const store = rooms({ payment: () => 1 }, { month: () => "2026-06" }, { ledger: { check: true } });
  expect([store.payment(), store.month(), store.ledger.check]).toEqual([1, "2026-06", true]);
});

test("two rooms that offer the same name are refused, by the compiler and where the store is made", () => {
  const [first, second] = [{ page: () => 1, one: 1 }, { page: () => "2" }];
  // @ts-expect-error: the name stands in both
  expect(() => rooms(first, { other: 1 }, second)).toThrow(new RangeError("Two rooms of a store offer page"));
  const untyped: object[] = [first, second];
  expect(() => rooms(...(untyped as []))).toThrow(RangeError);
});
