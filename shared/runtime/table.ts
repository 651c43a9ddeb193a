import { DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { meter } from "./capacity.ts";
import { encodeCursor, invalidCursor } from "./cursor.ts";
import { chunk, inParallel } from "./parallel.ts";
import { additionOf, conditionOf, insertion, queryInput, transactItem } from "./table-requests.ts";

export { chunk, inParallel } from "./parallel.ts";

export interface Key {
  pk: string;
  sk: string;
}
export type Item = Key & Record<string, unknown>;

/** What must hold for a write to happen. `version` is every versioned item's own counter. */
export type Condition = "absent" | "present" | { version: number };

/** One write of a transaction; `table` names another table than the one it is called on. */
export type Write =
  | { put: Item; when?: Condition; table?: string }
  | { remove: Key; table?: string }
  | { check: Key; when: Condition; table?: string }
  | { add: Key; amounts: Record<string, number>; table?: string };

export interface Query {
  pk: string;
  prefix?: string;
  /** Sort keys from here on, included. Without a `prefix` only. */
  from?: string;
  /** Sort keys up to here, included. Without a `prefix` only. */
  to?: string;
  index?: "gsi1";
  /** Only these attributes of each item; all of them when absent. */
  fields?: readonly string[];
  limit?: number;
  cursor?: string | undefined;
  newestFirst?: boolean;
}

/** A condition did not hold; `index` is the write of the transaction it belongs to. Nothing was written. */
export class ConditionFailed extends Error {
  readonly index: number;

  constructor(index: number) {
    super(`The condition of write ${index} does not hold`);
    this.name = "ConditionFailed";
    this.index = index;
  }
}

export type Table = ReturnType<typeof openTable>;

let client: DynamoDBDocumentClient | undefined;
const documents = (): DynamoDBDocumentClient => {
  if (client) return client;
  const plain = new DynamoDBClient({ maxAttempts: 6 });
  meter(plain);
  // it copies every item, to log what nobody asked for
  plain.middlewareStack.remove("loggerMiddleware");
  client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  return client;
};

/** A table of `pk`/`sk` items. Reads are strongly consistent wherever DynamoDB allows it. */
export function openTable(name: string) {
  return {
    name,

    async get<T = Item>(key: Key): Promise<T | undefined> {
      const { Item } = await documents().send(
        new GetCommand({ TableName: name, Key: key, ConsistentRead: true }),
      );
      return Item as T | undefined;
    },

    /** @throws ConditionFailed */
    async put(item: Item, when?: Condition): Promise<void> {
      const input = { TableName: name, Item: item, ...conditionOf(when) };
      await documents().send(new PutCommand(input)).catch(rethrow);
    },

    async remove(key: Key): Promise<void> {
      await documents().send(new DeleteCommand({ TableName: name, Key: key }));
    },

    /** Counts up and answers the item's counters afterwards: the source of every sequence. */
    async add(key: Key, amounts: Record<string, number>): Promise<Record<string, number>> {
      const input = {
        TableName: name,
        Key: key,
        ...additionOf(amounts),
        ReturnValues: "UPDATED_NEW" as const,
      };
      const { Attributes } = await documents().send(new UpdateCommand(input));
      return (Attributes ?? {}) as Record<string, number>;
    },

    /** All or nothing, at most 100 writes. @throws ConditionFailed */
    async transact(writes: readonly Write[]): Promise<void> {
      const TransactItems = writes.map((write) => transactItem(write.table ?? name, write));
      for (let attempt = 1; ; attempt++) {
        const failure = await documents()
          .send(new TransactWriteCommand({ TransactItems }))
          .then(
            () => null,
            (cause: unknown) => cause,
          );
        if (failure === null) return;
        if (attempt === 5 || !isCollision(failure)) rethrow(failure);
        await backOff(attempt);
      }
    },

    async page<T = Item>(query: Query): Promise<{ items: T[]; cursor: string | null }> {
      const input = queryInput(name, query);
      const { Items = [], LastEvaluatedKey } = await documents()
        .send(new QueryCommand(input))
        .catch((cause: unknown) => {
          throw query.cursor && isInvalid(cause) ? invalidCursor() : cause;
        });
      return { items: Items as T[], cursor: LastEvaluatedKey ? encodeCursor(LastEvaluatedKey) : null };
    },

    async *pages<T = Item>(query: Query): AsyncGenerator<T[]> {
      let cursor = query.cursor;
      do {
        const found = await this.page<T>({ ...query, cursor });
        yield found.items;
        cursor = found.cursor ?? undefined;
      } while (cursor);
    },

    async all<T = Item>(query: Query): Promise<T[]> {
      const items: T[] = [];
      for await (const found of this.pages<T>(query)) items.push(...found);
      return items;
    },

    /** In no particular order; keys that are not there are left out. */
    async batchGet<T = Item>(keys: readonly Key[]): Promise<T[]> {
      const chunks = await inParallel(chunk(keys, 100), (some) => getAll(name, some));
      return chunks.flat() as T[];
    },

    /** Unconditional, for items whose content follows from their key. Retries what DynamoDB left over. */
    async batchPut(items: readonly Item[]): Promise<void> {
      await inParallel(chunk(items, 25), (some) => putAll(name, some));
    },

    /**
     * Puts each item where none is yet, at the price of single conditional puts and in a fraction of the calls.
     * @param items under different keys; each stands for itself
     * @returns for each whether it was put
     */
    async batchInsert(items: readonly Item[]): Promise<boolean[]> {
      return (await inParallel(chunk(items, 25), (some) => insertAll(name, some))).flat();
    },
  };
}

async function getAll(table: string, keys: readonly Key[]): Promise<Item[]> {
  const found: Item[] = [];
  let pending: Record<string, unknown>[] = [...keys].map((key) => ({ pk: key.pk, sk: key.sk }));
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt > 0) await backOff(attempt);
    const RequestItems = { [table]: { Keys: pending, ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await documents().send(new BatchGetCommand({ RequestItems }));
    found.push(...((Responses?.[table] ?? []) as Item[]));
    pending = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

async function putAll(table: string, items: readonly Item[]): Promise<void> {
  let pending = items.map((Item) => ({ PutRequest: { Item: Item as Record<string, unknown> } }));
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt > 0) await backOff(attempt);
    const { UnprocessedItems } = await documents().send(
      new BatchWriteCommand({ RequestItems: { [table]: pending } }),
    );
    pending = (UnprocessedItems?.[table] ?? []) as typeof pending;
  }
}

async function insertAll(table: string, items: readonly Item[]): Promise<boolean[]> {
  const put: boolean[] = new Array(items.length).fill(false);
  let pending = [...items.keys()];
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt > 0) await backOff(attempt);
    const Statements = pending.map((index) => insertion(table, items[index] as Item));
    const { Responses = [] } = await documents().send(new BatchExecuteStatementCommand({ Statements }));
    const codes = new Map(pending.map((index, at) => [index, Responses[at]?.Error?.Code]));
    const refused = Responses.find(
      ({ Error: cause }) => cause && !PASSING.has(cause.Code ?? "") && !isThere(cause.Code),
    );
    if (refused) throw new Error(`${refused.Error?.Code}: ${refused.Error?.Message}`);
    for (const [index, code] of codes) put[index] = code === undefined;
    pending = pending.filter((index) => PASSING.has(codes.get(index) ?? ""));
  }
  return put;
}

/** Of one statement of a batch: trying again may help. */
const PASSING: ReadonlySet<string> = new Set([
  "InternalServerError",
  "ProvisionedThroughputExceeded",
  "RequestLimitExceeded",
  "ThrottlingError",
  "TransactionConflict",
]);
const isThere = (code: string | undefined): boolean =>
  code === "DuplicateItem" || code === "ConditionalCheckFailed";

/** A cursor that was tampered with can still fit its partition; only DynamoDB knows the keys it accepts. */
const isInvalid = (cause: unknown): boolean => cause instanceof Error && cause.name === "ValidationException";

/** Two transactions met on one item and neither condition failed: the loser may simply try again. */
const isCollision = (cause: unknown): boolean =>
  cause instanceof TransactionCanceledException &&
  (cause.CancellationReasons ?? []).every(
    (reason) => reason.Code === "None" || reason.Code === "TransactionConflict",
  );

function rethrow(cause: unknown): never {
  if (cause instanceof Error && cause.name === "ConditionalCheckFailedException")
    throw new ConditionFailed(0);
  if (cause instanceof TransactionCanceledException) {
    const index =
      cause.CancellationReasons?.findIndex((reason) => reason.Code === "ConditionalCheckFailed") ?? -1;
    if (index >= 0) throw new ConditionFailed(index);
  }
  throw cause;
}

const backOff = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2_000, 25 * 2 ** attempt)));
