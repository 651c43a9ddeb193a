import { createSecretKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Keyring } from "../../../shared/runtime/keyring.ts";
import { openSealed, seal } from "../../../shared/runtime/seal.ts";

const [old, current] = [
  { id: "0001", key: randomBytes(32) },
  { id: "0002", key: randomBytes(32) },
];
const ring = (...keys: { id: string; key: Buffer }[]): Keyring => ({
  current: keys.at(-1) as { id: string; key: Buffer },
  byId: new Map(keys.map(({ id, key }) => [id, key])),
  hashKey: createSecretKey(randomBytes(32)),
});
const keys = ring(old, current);
const PLACE = "person/p1";

describe("a sealed value", () => {
  it("opens where it belongs", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (plain, place) => {
        expect(openSealed(keys, seal(keys, plain, place), place)).toBe(plain);
      }),
    );
  });

  it("shows nothing of what it holds, and looks different each time", () => {
    const [one, other] = [seal(keys, "411202200910150030", PLACE), seal(keys, "411202200910150030", PLACE)];
    expect(one).toMatch(/^v1\.0002\.[\w-]+$/);
    expect(one).not.toBe(other);
    expect(Buffer.from(one.split(".")[2] ?? "", "base64url").toString("latin1")).not.toContain("4112");
  });

  it("does not open elsewhere", () => {
    const sealed = seal(keys, "6222021234567890123", "enterprise/A/account");
    for (const place of ["enterprise/B/account", "enterprise/A/contact", "", "enterprise/A/account "])
      expect(() => openSealed(keys, sealed, place)).toThrow();
  });

  it("opens after the key was changed, and no longer once the key is gone", () => {
    const sealed = seal(ring(old), "x", PLACE);
    expect(openSealed(keys, sealed, PLACE)).toBe("x");
    expect(() => openSealed(ring(current), sealed, PLACE)).toThrow("unknown version or key");
    expect(() => openSealed(keys, sealed.replace("0001", "0002"), PLACE)).toThrow();
  });

  it("does not open when any bit of it was changed", () => {
    const sealed = seal(keys, "411202200910150030", PLACE);
    const [version, id, body = ""] = sealed.split(".");
    const bytes = Buffer.from(body, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const tampered = Buffer.from(bytes);
      tampered.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      expect(() => openSealed(keys, `${version}.${id}.${tampered.toString("base64url")}`, PLACE)).toThrow();
    }
  });

  it("does not open when it was cut, even where a shorter tag would fit", () => {
    const sealed = seal(keys, "", PLACE);
    const [version, id, body = ""] = sealed.split(".");
    const bytes = Buffer.from(body, "base64url");
    for (let length = 0; length < bytes.length; length++) {
      const cut = `${version}.${id}.${bytes.subarray(0, length).toString("base64url")}`;
      expect(() => openSealed(keys, cut, PLACE)).toThrow();
    }
    expect(openSealed(keys, sealed, PLACE)).toBe("");
  });

  it.each(["", "v1", "v2.0002.AAAA", "v1.9999.AAAA", "411202200910150030"])("is not %o", (text) => {
    expect(() => openSealed(keys, text, PLACE)).toThrow("unknown version or key");
  });
});
