import { type Item, textOf } from "./item.ts";
import { Partition } from "./partition.ts";

export interface Key {
  pk: string;
  sk: string;
}

/** A write as it was, so that a reading can look at the table as it stood before. */
interface Past extends Key {
  at: number;
  before: Item | undefined;
}

const NOTHING = new Partition();
/** Within an index, items of the same sort key lie in the order of their own keys. */
export const indexSort = (item: Item): string =>
  [textOf(item, "gsi1sk"), textOf(item, "pk"), textOf(item, "sk")].join("\u0000");

/** One table of `pk`/`sk` items with the index `gsi1`, as `infra/constructs/table.ts` declares them. */
export class MemoryTable {
  readonly #partitions: Map<string, Partition>;
  readonly #index: Map<string, Partition>;
  readonly #past: Past[] = [];

  constructor(from?: MemoryTable) {
    this.#partitions = from ? copied(from.#partitions) : new Map();
    this.#index = from ? copied(from.#index) : new Map();
  }

  get({ pk, sk }: Key): Item | undefined {
    return this.#partitions.get(pk)?.get(sk);
  }

  /** @param item undefined to remove what is there */
  write({ pk, sk }: Key, item: Item | undefined, at: number): void {
    const before = this.get({ pk, sk });
    this.#past.push({ pk, sk, before, at });
    if (before) place(this.#index, textOf(before, "gsi1pk"), indexSort(before), undefined);
    place(this.#partitions, pk, sk, item);
    if (item && textOf(item, "gsi1sk") !== null)
      place(this.#index, textOf(item, "gsi1pk"), indexSort(item), item);
  }

  partition(pk: string, index: boolean): Partition {
    return (index ? this.#index : this.#partitions).get(pk) ?? NOTHING;
  }

  /** A partition as it stood at an instant, for a reading that does not ask for what is written now. */
  partitionAt(pk: string, index: boolean, instant: number): Partition {
    const since = this.#past.slice(this.#firstPastAfter(instant)).toReversed();
    const then = new Partition(this.partition(pk, index).entries);
    for (const past of since) {
      if (!index && past.pk !== pk) continue;
      const now = then.entries.find(
        ({ item }) => textOf(item, "pk") === past.pk && textOf(item, "sk") === past.sk,
      );
      if (now) then.remove(now.sort);
      if (!past.before) continue;
      if (!index) then.put(past.sk, past.before);
      else if (textOf(past.before, "gsi1pk") === pk) then.put(indexSort(past.before), past.before);
    }
    return then;
  }

  /** Every item, in no particular order. */
  *items(): Generator<Item> {
    for (const { entries } of this.#partitions.values()) for (const { item } of entries) yield item;
  }

  #firstPastAfter(instant: number): number {
    let at = this.#past.length;
    while (at > 0 && (this.#past[at - 1] as Past).at > instant) at--;
    return at;
  }
}

const copied = (partitions: ReadonlyMap<string, Partition>): Map<string, Partition> =>
  new Map([...partitions].map(([pk, { entries }]) => [pk, new Partition(entries)]));

function place(
  partitions: Map<string, Partition>,
  pk: string | null,
  sort: string,
  item: Item | undefined,
): void {
  if (pk === null) return;
  const partition = partitions.get(pk) ?? new Partition();
  if (item) partition.put(sort, item);
  else partition.remove(sort);
  if (partition.entries.length > 0) partitions.set(pk, partition);
  else partitions.delete(pk);
}
