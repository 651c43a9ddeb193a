import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Things set aside until their turn comes. Packed, a line takes some forty bytes instead of a thousand. */
export class Packed<T> {
  readonly #packs: Buffer[] = [];

  add(some: readonly T[]): void {
    if (some.length > 0) this.#packs.push(deflateRawSync(JSON.stringify(some)));
  }

  /** As they were added. */
  *[Symbol.iterator](): Generator<T[]> {
    for (const pack of this.#packs) yield JSON.parse(inflateRawSync(pack).toString()) as T[];
  }
}
