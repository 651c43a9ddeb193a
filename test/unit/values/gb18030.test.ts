import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, encodeGb18030 } from "../../../shared/values/gb18030.ts";

const decode = (bytes: Uint8Array) => new TextDecoder("gb18030").decode(bytes);

describe("GB18030", () => {
  it("has one, two and four bytes for a character", () => {
    expect(encodeGb18030("A")).toHaveLength(1);
    expect(encodeGb18030("中")).toEqual(Uint8Array.from([0xd6, 0xd0]));
    expect(encodeGb18030("㛹")).toHaveLength(4);
    expect(encodeGb18030("𠮷")).toHaveLength(4);
  });

  it("decodes to what was encoded, rare names included", () => {
    const text = "A,工号 欧阳䶮 皇甫㛹 𠮷田 𬱟 ，～€\r\n";
    expect(decode(encodeGb18030(text))).toBe(text);
  });

  it("decodes to what was encoded, whatever it is", () => {
    // private use is what the standard's editions disagree about
    const text = fc
      .string({ unit: "grapheme" })
      .filter((one) => one.isWellFormed() && !/[\p{Co}\ufffd]/u.test(one));
    fc.assert(
      fc.property(text, (one) => decode(encodeGb18030(one)) === one),
      { numRuns: 500 },
    );
  });

  it("writes a question mark for half a character, and goes on", () => {
    expect(decode(encodeGb18030("张\ud800明"))).toBe("张?明");
  });
});

describe("text of unknown encoding", () => {
  it.each<[string, Uint8Array]>([
    ["UTF-8", new TextEncoder().encode("合计,2笔")],
    ["UTF-8 with its mark", new TextEncoder().encode("\ufeff合计,2笔")],
    ["GB18030", encodeGb18030("合计,2笔")],
  ])("is read from %s", (_, bytes) => expect(decodeText(bytes)).toBe("合计,2笔"));
});
