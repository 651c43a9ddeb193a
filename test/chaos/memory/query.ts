import { invalid, keyCondition, type Placeholders, projected, type Range } from "./expressions.ts";
import { compareBytes, type Item, sizeOf, textOf } from "./item.ts";
import type { Entry, Partition } from "./partition.ts";
import { indexSort } from "./table.ts";

export interface QueryInput extends Placeholders {
  TableName: string;
  IndexName?: string;
  KeyConditionExpression: string;
  ProjectionExpression?: string;
  ScanIndexForward?: boolean;
  ConsistentRead?: boolean;
  Limit?: number;
  ExclusiveStartKey?: Item;
}

/** DynamoDB reads so much for one answer. */
const MOST_PAGE_BYTES = 1024 * 1024;

/** A page of a query. @param partitionOf the partition as it is, or as it was for a reading that takes that */
export function query(input: QueryInput, partitionOf: (pk: string, index: boolean) => Partition) {
  const index = input.IndexName !== undefined;
  if (index && input.ConsistentRead)
    throw invalid("Consistent reads are not supported on global secondary indexes");
  const { pkName, pk, range } = keyCondition(input.KeyConditionExpression, input);
  if (pkName !== (index ? "gsi1pk" : "pk")) throw invalid("Query condition missed key schema element");
  const forward = input.ScanIndexForward ?? true;
  const partition = partitionOf(pk, index);
  const found = within(partition, range, index);
  const ordered = forward ? found : found.toReversed();
  const { ExclusiveStartKey: start } = input;
  const rest = start ? after(ordered, sortOf(start, index, pk), forward) : ordered;
  const page = pageOf(rest, input.Limit ?? Number.POSITIVE_INFINITY);
  const last = page.at(-1);
  const more = page.length < rest.length || page.length === input.Limit;
  return {
    Items: page.map(({ item }) => projected(item, input.ProjectionExpression, input)),
    Count: page.length,
    ScannedCount: page.length,
    ...(last && more ? { LastEvaluatedKey: keysOf(last.item, index) } : {}),
  };
}

function within(partition: Partition, { from, to, prefix }: Range, index: boolean): Entry[] {
  const { entries } = partition;
  const found: Entry[] = [];
  for (let at = partition.firstFrom(from); at < entries.length; at++) {
    const entry = entries[at] as Entry;
    const sk = textOf(entry.item, index ? "gsi1sk" : "sk") ?? "";
    if (prefix !== null && !sk.startsWith(prefix)) break;
    if (to !== null && compareBytes(sk, to) > 0) break;
    found.push(entry);
  }
  return found;
}

/** As many as the limit allows and one answer holds: the item that goes beyond a megabyte is the last. */
function pageOf(entries: readonly Entry[], limit: number): Entry[] {
  const page: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (page.length >= limit || bytes > MOST_PAGE_BYTES) break;
    bytes += sizeOf(entry.item);
    if (bytes > MOST_PAGE_BYTES && page.length > 0) break;
    page.push(entry);
  }
  return page;
}

const keyNames = (index: boolean): string[] => (index ? ["pk", "sk", "gsi1pk", "gsi1sk"] : ["pk", "sk"]);

const keysOf = (item: Item, index: boolean): Item =>
  Object.fromEntries(keyNames(index).flatMap((name) => (item[name] ? [[name, item[name]] as const] : [])));

/** What a start key is sorted by. @throws Refusal when it is no key of this table or index */
function sortOf(start: Item, index: boolean, pk: string): string {
  const names = keyNames(index);
  const texts = names.map((name) => textOf(start, name));
  const fits = texts.every((text) => text) && Object.keys(start).length === names.length;
  if (!fits || textOf(start, index ? "gsi1pk" : "pk") !== pk)
    throw invalid("The provided starting key is invalid");
  return index ? indexSort(start) : (texts[1] as string);
}

const after = (ordered: readonly Entry[], sort: string, forward: boolean): Entry[] =>
  ordered.filter((entry) =>
    forward ? compareBytes(entry.sort, sort) > 0 : compareBytes(entry.sort, sort) < 0,
  );
