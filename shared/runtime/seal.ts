import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Keyring } from "./keyring.ts";

const VERSION = "v1";

/** AES-256-GCM under the newest data key: `v1.<key>.<iv, tag and text in base64url>`. */
export function seal(keys: Keyring, plain: string, place: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keys.current.key, iv).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [
    VERSION,
    keys.current.id,
    Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64url"),
  ].join(".");
}

export function openSealed(keys: Keyring, sealed: string, place: string): string {
  const [version, id, body] = sealed.split(".");
  const key = keys.byId.get(id ?? "");
  if (version !== VERSION || !key || !body) throw new Error("A sealed value has an unknown version or key");
  const bytes = Buffer.from(body, "base64url");
  const iv = bytes.subarray(0, 12);
  // Node takes four bytes for a tag unless it is told how long one is
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}
