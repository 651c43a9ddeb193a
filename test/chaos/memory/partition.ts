import { compareBytes, type Item } from "./item.ts";

export interface Entry {
  /** What it is sorted by. */
  sort: string;
  item: Item;
}

/** Items of one partition in the order of their sort keys. */
export class Partition {
  readonly entries: Entry[];

  constructor(entries: readonly Entry[] = []) {
    this.entries = [...entries];
  }

  get(sort: string): Item | undefined {
    const at = this.firstFrom(sort);
    const entry = this.entries[at];
    return entry?.sort === sort ? entry.item : undefined;
  }

  put(sort: string, item: Item): void {
    const at = this.firstFrom(sort);
    const there = this.entries[at]?.sort === sort;
    this.entries.splice(at, there ? 1 : 0, { sort, item });
  }

  remove(sort: string): void {
    const at = this.firstFrom(sort);
    if (this.entries[at]?.sort === sort) this.entries.splice(at, 1);
  }

  /** Where the first entry stands that is not before the key. */
  firstFrom(sort: string): number {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareBytes((this.entries[middle] as Entry).sort, sort) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
