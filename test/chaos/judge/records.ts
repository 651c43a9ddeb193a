import type { Engine } from "../engine/engine.ts";
import type { Item, Value } from "../memory/item.ts";

export type Row = Record<string, unknown>;

/** Reads what the contexts keep, table by table. */
export class Records {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** All items of a context's table, e.g. `Settlement`, whose partition key begins so. */
  of(context: string, prefix: string): Row[] {
    return [...this.#engine.cloud.tables.table(this.#nameOf(context)).items()]
      .map(plain)
      .filter(({ pk }) => String(pk).startsWith(prefix));
  }

  /** The record of changes of subjects that begin so, in the order of time. */
  changes(subject: string): Row[] {
    return this.of("Audit", subject).toSorted((a, b) => (String(a["sk"]) < String(b["sk"]) ? -1 : 1));
  }

  #nameOf(context: string): string {
    const { tables } = this.#engine.cloud.blueprint;
    const found = tables.find(({ name }) => name.includes(`-${context}-`) || name.includes(`-${context}`));
    if (!found) throw new Error(`There is no table of ${context}`);
    return found.name;
  }
}

const plain = (item: Item): Row =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, read(value)]));

function read(value: Value): unknown {
  if ("S" in value) return value.S;
  if ("N" in value) return Number(value.N);
  if ("BOOL" in value) return value.BOOL;
  if ("L" in value) return value.L.map(read);
  if ("M" in value) return plain(value.M);
  return null;
}
