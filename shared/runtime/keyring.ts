import { createSecretKey, type KeyObject } from "node:crypto";
import { call } from "./aws.ts";
import { setting } from "./config.ts";
import { alreadyDone } from "./conflicts.ts";
import { type Item, openTable } from "./table.ts";

/** The opened data keys of this function instance. */
export interface Keyring {
  current: { id: string; key: Buffer };
  byId: ReadonlyMap<string, Buffer>;
  /** As the engine keeps it: preparing the bytes anew costs three times what the hash of a number does. */
  hashKey: KeyObject;
}

interface Wrapped extends Item {
  wrapped: string;
}

/** Bound into every wrapped key, so that a key of another use cannot be opened as one of ours. */
const CONTEXT = { application: "ronghe", purpose: "vault" };

let opened: Promise<Keyring> | undefined;

/** Opens the city's data keys, once per function instance; the first call ever makes them. */
export function keyring(): Promise<Keyring> {
  opened ??= open().catch((cause) => {
    opened = undefined;
    throw cause;
  });
  return opened;
}

async function open(): Promise<Keyring> {
  const [hashKey] = await keysOf("HASH");
  const sealing = await keysOf("SEAL");
  const current = sealing.at(-1);
  if (!hashKey || !current) throw new Error("The vault has no keys");
  const byId = new Map(sealing.map(({ id, key }) => [id, key]));
  return { current, byId, hashKey: createSecretKey(hashKey.key) };
}

async function keysOf(kind: "HASH" | "SEAL"): Promise<{ id: string; key: Buffer }[]> {
  const table = openTable(setting("VAULT_TABLE"));
  const query = { pk: "KEYS", prefix: `${kind}#` };
  let stored = await table.all<Wrapped>(query);
  if (stored.length === 0) {
    await table
      .put({ pk: "KEYS", sk: `${kind}#0001`, wrapped: await newWrappedKey() }, "absent")
      .catch(alreadyDone);
    stored = await table.all<Wrapped>(query);
  }
  return Promise.all(
    stored.map(async ({ sk, wrapped }) => ({ id: sk.slice(5), key: await unwrap(wrapped) })),
  );
}

const newWrappedKey = async (): Promise<string> => {
  const request = { KeyId: setting("VAULT_KEY"), KeySpec: "AES_256", EncryptionContext: CONTEXT };
  return (await kms("GenerateDataKey", request))["CiphertextBlob"] as string;
};

const unwrap = async (wrapped: string): Promise<Buffer> => {
  const request = { KeyId: setting("VAULT_KEY"), CiphertextBlob: wrapped, EncryptionContext: CONTEXT };
  return Buffer.from((await kms("Decrypt", request))["Plaintext"] as string, "base64");
};

async function kms(action: string, request: unknown): Promise<Record<string, unknown>> {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `TrentService.${action}` };
  return JSON.parse(await call({ service: "kms", headers, body: JSON.stringify(request) })) as Record<
    string,
    unknown
  >;
}
