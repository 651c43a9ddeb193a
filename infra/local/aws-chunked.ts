import { Transform, type TransformCallback } from "node:stream";

/**
 * Takes the framing off a body that an SDK streams as `aws-chunked`: chunks with their length (and signature)
 * before them, then trailers, which are kept.
 */
export class AwsChunked extends Transform {
  /** Trailing headers in lower case, e.g. `x-amz-checksum-crc32`; complete when the stream has ended. */
  readonly trailers: Record<string, string> = {};
  #pending: Buffer = Buffer.alloc(0);
  /** Bytes of the current chunk still to come; -1 between chunks. */
  #left = -1;
  #inTrailers = false;

  override _transform(data: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#pending = this.#pending.length === 0 ? data : Buffer.concat([this.#pending, data]);
    try {
      while (this.#step());
      done();
    } catch (cause) {
      done(cause as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.#inTrailers ? null : new Error("IncompleteBody"));
  }

  /** @returns false when more bytes are needed */
  #step(): boolean {
    if (this.#left > 0) {
      const bytes = this.#pending.subarray(0, this.#left);
      if (bytes.length === 0) return false;
      this.push(bytes);
      this.#pending = this.#pending.subarray(bytes.length);
      this.#left -= bytes.length;
      return true;
    }
    const end = this.#pending.indexOf("\r\n");
    if (end < 0) return false;
    const line = this.#pending.subarray(0, end).toString("latin1");
    this.#pending = this.#pending.subarray(end + 2);
    if (this.#left === 0) {
      if (line !== "") throw new Error("IncompleteBody");
      this.#left = -1;
    } else if (this.#inTrailers) {
      const [name = "", ...value] = line.split(":");
      if (name) this.trailers[name.trim().toLowerCase()] = value.join(":").trim();
    } else {
      const size = Number.parseInt(line.split(";")[0] ?? "", 16);
      if (Number.isNaN(size)) throw new Error("InvalidChunk");
      if (size === 0) this.#inTrailers = true;
      else this.#left = size;
    }
    return true;
  }
}
