import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import type { Folder } from "./folder.ts";

type Body = Record<string, unknown>;
export interface KmsAnswer {
  status: number;
  body: Body;
}

const SIZES: Record<string, number> = { AES_256: 32, AES_128: 16 };
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The KMS of a stage: keys that never leave it, which wrap data keys. */
export class Kms {
  /** By ARN. */
  readonly #masters = new Map<string, Buffer>();

  constructor(keyArns: readonly string[], folder: Folder) {
    for (const arn of keyArns) this.#masters.set(arn, Buffer.from(folder.secret(`kms ${arn}`), "base64url"));
  }

  /** The ARN that a call's `KeyId` means: an id or an ARN. */
  arnOf(keyId: unknown): string | undefined {
    return [...this.#masters.keys()].find((arn) => arn === keyId || arn.endsWith(`/${String(keyId)}`));
  }

  /** The ARN of the key under which something was encrypted. */
  keyOf(blob: unknown): string | undefined {
    return unpack(String(blob))?.keyArn;
  }

  /** Answers one call of the JSON protocol, e.g. `GenerateDataKey`. */
  answer(action: string, body: Body): KmsAnswer {
    switch (action) {
      case "GenerateDataKey":
        return this.#generate(body);
      case "Decrypt":
        return this.#decrypt(body);
      default:
        return failure("UnsupportedOperationException", `The local stage does not support KMS ${action}`);
    }
  }

  #generate({ KeyId, KeySpec, NumberOfBytes, EncryptionContext }: Body): KmsAnswer {
    const arn = this.arnOf(KeyId);
    if (!arn) return failure("NotFoundException", `Invalid keyId '${String(KeyId)}'`);
    if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
      return failure("ValidationException", "Please specify either number of bytes or key spec.");
    }
    const size = KeySpec === undefined ? Number(NumberOfBytes) : SIZES[String(KeySpec)];
    if (!size || size < 1 || size > 1024)
      return failure("ValidationException", "KeySpec or NumberOfBytes is invalid");
    const plain = randomBytes(size);
    const CiphertextBlob = this.#wrap(arn, plain, EncryptionContext);
    return { status: 200, body: { KeyId: arn, Plaintext: plain.toString("base64"), CiphertextBlob } };
  }

  #decrypt({ CiphertextBlob, KeyId, EncryptionContext }: Body): KmsAnswer {
    const blob = unpack(String(CiphertextBlob));
    const master = blob && this.#masters.get(blob.keyArn);
    if (!blob || !master) return failure("InvalidCiphertextException", "");
    if (KeyId !== undefined && this.arnOf(KeyId) !== blob.keyArn) {
      return failure(
        "IncorrectKeyException",
        "The key ID in the request does not identify a CMK that can perform this operation.",
      );
    }
    try {
      const decipher = createDecipheriv("aes-256-gcm", master, blob.sealed.subarray(0, IV_BYTES));
      decipher.setAAD(additional(blob.keyArn, EncryptionContext));
      decipher.setAuthTag(blob.sealed.subarray(-TAG_BYTES));
      const plain = Buffer.concat([
        decipher.update(blob.sealed.subarray(IV_BYTES, -TAG_BYTES)),
        decipher.final(),
      ]);
      const body = {
        KeyId: blob.keyArn,
        Plaintext: plain.toString("base64"),
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      };
      return { status: 200, body };
    } catch {
      return failure("InvalidCiphertextException", "");
    }
  }

  #wrap(arn: string, plain: Buffer, context: unknown): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#masters.get(arn) as Buffer, iv);
    cipher.setAAD(additional(arn, context));
    const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const name = Buffer.from(arn);
    return Buffer.concat([Buffer.from([name.length]), name, sealed]).toString("base64");
  }
}

function unpack(base64: string): { keyArn: string; sealed: Buffer } | null {
  const bytes = Buffer.from(base64, "base64");
  const length = bytes[0] ?? 0;
  if (bytes.length < 1 + length + IV_BYTES + TAG_BYTES) return null;
  return { keyArn: bytes.subarray(1, 1 + length).toString(), sealed: bytes.subarray(1 + length) };
}

/** What is authenticated with a ciphertext; the order of a context's entries does not matter. */
function additional(arn: string, context: unknown): Buffer {
  const entries = Object.entries((context ?? {}) as Record<string, string>).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return Buffer.from(JSON.stringify([arn, entries]));
}

const failure = (type: string, message: string): KmsAnswer => ({
  status: 400,
  body: { __type: type, message, requestId: randomUUID() },
});
