import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "../../../shared/runtime/cursor.ts";

describe("a cursor", () => {
  it("continues the list it came from", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pk, sk) => {
        const cursor = encodeCursor({ pk, sk });
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor, "pk", pk)).toEqual({ pk, sk });
      }),
    );
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  it.each([
    ["another partition", encodeCursor({ pk: "B", sk: "1" })],
    ["another index", encodeCursor({ gsi1pk: "A" })],
    ["text", "nonsense"],
    ["nothing", ""],
    ["null", encoded(null)],
    ["a list", encoded(["A"])],
    ["a number", encoded(7)],
    ["half a cursor", encodeCursor({ pk: "A", sk: "1" }).slice(0, 8)],
  ])("that is %s is refused", (_, cursor) => {
    expect(() => decodeCursor(cursor, "pk", "A")).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining({ status: 400, code: "invalid-cursor", pointer: "/cursor" }),
      }),
    );
  });
});
