import type { Wire, WireCall } from "./wire.ts";

interface Pending {
  name: string;
  parts: Map<number, Buffer>;
}

/** S3 in memory, in paths of `/<bucket>/<key>`: what the functions write and read, and parts of what is large. */
export class MemoryObjects {
  readonly #objects: Map<string, Buffer>;
  readonly #pending = new Map<string, Pending>();
  #begun = 0;

  constructor(from?: MemoryObjects) {
    this.#objects = new Map(from?.entries());
  }

  entries(): Iterable<[string, Buffer]> {
    return this.#objects.entries();
  }

  get(name: string): Buffer | undefined {
    return this.#objects.get(name);
  }

  put(name: string, body: Buffer): void {
    this.#objects.set(name, body);
  }

  /** One call of S3's protocol. */
  answer({ method, path, query, headers, body }: WireCall): Wire {
    const name = decodeURIComponent(path).slice(1);
    const uploadId = query.get("uploadId");
    if (method === "POST" && query.has("uploads")) return this.#begin(name);
    if (uploadId !== null) return this.#part(method, uploadId, Number(query.get("partNumber")), body);
    if (method === "PUT") {
      this.put(name, body);
      return { status: 200, headers: { etag: '"memory"' }, body: "" };
    }
    const found = this.#objects.get(name);
    if (!found)
      return xml(404, "<Error><Code>NoSuchKey</Code><Message>There is no such key</Message></Error>");
    if (method === "HEAD")
      return { status: 200, headers: { "content-length": String(found.length) }, body: "" };
    if (method === "GET") return ranged(found, headers["range"]);
    throw new Error(`This server does not know ${method} of an object`);
  }

  #begin(name: string): Wire {
    const id = `upload-${++this.#begun}`;
    this.#pending.set(id, { name, parts: new Map() });
    return xml(
      200,
      `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  }

  #part(method: string, id: string, number: number, body: Buffer): Wire {
    const pending = this.#pending.get(id);
    if (!pending) return xml(404, "<Error><Code>NoSuchUpload</Code></Error>");
    if (method === "PUT") {
      pending.parts.set(number, body);
      return { status: 200, headers: { etag: `"${number}"` }, body: "" };
    }
    this.#pending.delete(id);
    if (method === "DELETE") return { status: 204, headers: {}, body: "" };
    const parts = [...pending.parts].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes);
    this.put(pending.name, Buffer.concat(parts));
    return xml(200, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
  }
}

function ranged(bytes: Buffer, range: string | undefined): Wire {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  if (from === undefined) return { status: 200, headers: {}, body: bytes };
  return { status: 206, headers: {}, body: bytes.subarray(Number(from), Number(to) + 1) };
}

const xml = (status: number, body: string): Wire => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
});
