import { added, holds, invalid, keyOf, type Placeholders, Refusal } from "./expressions.ts";
import { insertionOf } from "./insertion.ts";
import { type Item, MOST_ITEM_BYTES, sizeOf, type Value } from "./item.ts";
import { type QueryInput, query } from "./query.ts";
import { type Key, MemoryTable } from "./table.ts";

interface Write extends Placeholders {
  TableName: string;
  Item?: Item;
  Key?: Item;
  ConditionExpression?: string;
  UpdateExpression?: string;
}
type TransactItem = Partial<Record<"Put" | "Delete" | "Update" | "ConditionCheck", Write>>;
type Body = Record<string, unknown>;

/** DynamoDB reads or takes so much in one call. */
const MOST = {
  batchGet: 100,
  batchWrite: 25,
  transaction: 100,
  statements: 25,
  batchGetBytes: 16 * 1024 * 1024,
};

/** Reads that take what was written before an instant; absent, everything is read as it is. */
export interface Reading {
  asOf?: number;
}

/** DynamoDB in memory: the operations that the kernel's table uses, in DynamoDB's own JSON. */
export class MemoryTables {
  readonly #tables = new Map<string, MemoryTable>();
  readonly #now: () => number;
  /** A transaction that comes again under its token has been done. */
  readonly #done = new Map<string, string>();

  constructor(now: () => number, from?: MemoryTables) {
    this.#now = now;
    if (!from) return;
    for (const [name, table] of from.#tables) this.#tables.set(name, new MemoryTable(table));
  }

  create(name: string): void {
    this.#tables.set(name, new MemoryTable());
  }

  table(name: string): MemoryTable {
    const found = this.#tables.get(name);
    if (!found) throw new Refusal("ResourceNotFoundException", `Requested resource not found: ${name}`);
    return found;
  }

  /** Does one operation, whole and at once. @throws Refusal */
  call(operation: string, body: Body, reading: Reading = {}): Body {
    switch (operation) {
      case "GetItem":
        return this.#get(body as unknown as Write & { ConsistentRead?: boolean }, reading);
      case "PutItem":
      case "DeleteItem":
        return this.#writeOne(body as unknown as Write);
      case "UpdateItem":
        return this.#update(body as unknown as Write);
      case "Query":
        return this.#query(body as unknown as QueryInput, reading);
      case "BatchGetItem":
        return this.#batchGet(body["RequestItems"] as Record<string, { Keys: Item[] }>);
      case "BatchWriteItem":
        return this.#batchWrite(body["RequestItems"] as Record<string, { PutRequest: { Item: Item } }[]>);
      case "TransactWriteItems":
        return this.#transact(body["TransactItems"] as TransactItem[], body["ClientRequestToken"]);
      case "BatchExecuteStatement":
        return this.#insertAll(body["Statements"] as { Statement: string; Parameters: Value[] }[]);
      case "CreateTable":
        this.create(String(body["TableName"]));
        return { TableDescription: { TableName: body["TableName"], TableStatus: "ACTIVE" } };
      case "ListTables":
        return { TableNames: [...this.#tables.keys()] };
      default:
        throw new Refusal("UnknownOperationException", operation);
    }
  }

  #get({ TableName, Key, ConsistentRead }: Write & { ConsistentRead?: boolean }, { asOf }: Reading): Body {
    const [table, key] = [this.table(TableName), keyOf(Key ?? {}, false)];
    const stale = !ConsistentRead && asOf !== undefined;
    const Item = stale ? table.partitionAt(key.pk, false, asOf).get(key.sk) : table.get(key);
    return Item ? { Item } : {};
  }

  #writeOne(write: Write): Body {
    this.#assertHolds(write);
    this.#apply(write);
    return {};
  }

  #update(write: Write): Body {
    this.#assertHolds(write);
    return { Attributes: this.#apply(write) };
  }

  #query(input: QueryInput, { asOf }: Reading): Body {
    const table = this.table(input.TableName);
    const stale = !input.ConsistentRead && asOf !== undefined;
    return query(input, (pk, index) =>
      stale ? table.partitionAt(pk, index, asOf) : table.partition(pk, index),
    );
  }

  #batchGet(requests: Record<string, { Keys: Item[] }>): Body {
    const asked = Object.entries(requests).flatMap(([name, { Keys }]) => Keys.map((key) => ({ name, key })));
    if (asked.length > MOST.batchGet) throw invalid("Too many items requested for the BatchGetItem call");
    assertDistinct(asked.map(({ name, key }) => ({ name, ...keyOf(key, false) })));
    const Responses: Record<string, Item[]> = {};
    const UnprocessedKeys: Record<string, { Keys: Item[] }> = {};
    let bytes = 0;
    for (const { name, key } of asked) {
      const item = this.table(name).get(keyOf(key, false));
      if (bytes > MOST.batchGetBytes) {
        UnprocessedKeys[name] ??= { ...requests[name], Keys: [] };
        UnprocessedKeys[name].Keys.push(key);
      } else if (item) {
        Responses[name] ??= [];
        Responses[name].push(item);
        bytes += sizeOf(item);
      }
    }
    return { Responses, UnprocessedKeys };
  }

  #batchWrite(requests: Record<string, { PutRequest: { Item: Item } }[]>): Body {
    const puts = Object.entries(requests).flatMap(([name, list]) =>
      list.map(({ PutRequest }) => ({ TableName: name, Item: PutRequest.Item })),
    );
    if (puts.length > MOST.batchWrite) throw invalid("Too many items requested for the BatchWriteItem call");
    assertDistinct(puts.map(({ TableName, Item }) => ({ name: TableName, ...keyOf(Item) })));
    for (const put of puts) this.#apply(put);
    return { UnprocessedItems: {} };
  }

  #transact(items: readonly TransactItem[], token: unknown): Body {
    const writes = items.map((item) => Object.values(item)[0] as Write);
    if (writes.length > MOST.transaction) throw invalid("Member must have length less than or equal to 100");
    if (typeof token === "string" && this.#done.get(token) !== undefined) return {};
    assertDistinct(
      writes.map((write) => ({ name: write.TableName, ...keyOf(write.Item ?? write.Key ?? {}) })),
    );
    const CancellationReasons = writes.map((write) =>
      this.#holds(write)
        ? { Code: "None" }
        : { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
    );
    if (CancellationReasons.some(({ Code }) => Code !== "None")) {
      const codes = CancellationReasons.map(({ Code }) => Code).join(", ");
      const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
      throw new Refusal("TransactionCanceledException", message, { CancellationReasons });
    }
    for (const item of items) if (!item.ConditionCheck) this.#apply(Object.values(item)[0] as Write);
    if (typeof token === "string") this.#done.set(token, "done");
    return {};
  }

  /** Each statement stands for itself: what is there already is said of it alone. */
  #insertAll(statements: readonly { Statement: string; Parameters: Value[] }[]): Body {
    if (statements.length > MOST.statements) throw invalid("Too many statements");
    const inserts = statements.map(({ Statement, Parameters }) => insertionOf(Statement, Parameters));
    assertDistinct(inserts.map(({ TableName, Item }) => ({ name: TableName, ...keyOf(Item) })));
    const Responses = inserts.map((insert) => {
      const { TableName, Item } = insert;
      if (this.table(TableName).get(keyOf(Item)))
        return {
          Error: { Code: "DuplicateItem", Message: "Duplicate primary key exists in table" },
          TableName,
        };
      this.#apply(insert);
      return { TableName };
    });
    return { Responses };
  }

  #holds(write: Write): boolean {
    const item = this.table(write.TableName).get(keyOf(write.Item ?? write.Key ?? {}));
    return holds(write.ConditionExpression, item, write);
  }

  #assertHolds(write: Write): void {
    if (!this.#holds(write))
      throw new Refusal("ConditionalCheckFailedException", "The conditional request failed");
  }

  /** Puts, removes or adds. @returns the attributes that were added to */
  #apply({ TableName, Item, Key, UpdateExpression, ...given }: Write): Item {
    const table = this.table(TableName);
    if (Item) {
      if (sizeOf(Item) > MOST_ITEM_BYTES) throw invalid("Item size has exceeded the maximum allowed size");
      table.write(keyOf(Item), Item, this.#now());
      return Item;
    }
    const key: Key = keyOf(Key ?? {}, false);
    const before = table.get(key);
    if (UpdateExpression === undefined) {
      if (before) table.write(key, undefined, this.#now());
      return {};
    }
    const { item, changed } = added(UpdateExpression, before ?? (Key as Item), given);
    table.write(key, item, this.#now());
    return changed;
  }
}

function assertDistinct(keys: readonly { name: string; pk: string; sk: string }[]): void {
  const distinct = new Set(keys.map(({ name, pk, sk }) => [name, pk, sk].join("\u0000")));
  if (distinct.size < keys.length) throw invalid("Provided list of item keys contains duplicates");
}
