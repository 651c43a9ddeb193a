import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Things set aside until their turn comes. Packed, a line takes some forty bytes instead of a thousand. */
export class Packed<T> {
  readonly #packs: Uint8Array[] = [];

  add(some: readonly T[]): void {
    if (some.length === 0) return;
    // a copy of its own: a buffer is a corner of a far larger one, which it would keep
    this.#packs.push(new Uint8Array(deflateRawSync(JSON.stringify(some))));
  }

  /** As they were added. */
  *[Symbol.iterator](): Generator<T[]> {
    for (const pack of this.#packs) yield JSON.parse(inflateRawSync(pack).toString()) as T[];
  }
}
