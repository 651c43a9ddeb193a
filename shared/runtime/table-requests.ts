import type { QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { decodeCursor } from "./cursor.ts";
import type { Condition, Item, Query, Write } from "./table.ts";

export function queryInput(table: string, query: Query): QueryCommandInput {
  const [pk, sk] = query.index ? ["gsi1pk", "gsi1sk"] : ["pk", "sk"];
  const range =
    query.prefix !== undefined
      ? " AND begins_with(#sk, :a)"
      : query.from !== undefined
        ? " AND #sk BETWEEN :a AND :b"
        : query.to !== undefined
          ? " AND #sk <= :b"
          : "";
  const fields = Object.fromEntries((query.fields ?? []).map((field, at) => [`#f${at}`, field]));
  const [start, end] = query.prefix === undefined ? [query.from, query.to] : [query.prefix, undefined];
  return {
    TableName: table,
    KeyConditionExpression: `#pk = :pk${range}`,
    ExpressionAttributeNames: { "#pk": pk, ...(range ? { "#sk": sk } : {}), ...fields },
    ...(query.fields ? { ProjectionExpression: Object.keys(fields).join(", ") } : {}),
    ExpressionAttributeValues: {
      ":pk": query.pk,
      ...(start === undefined ? {} : { ":a": start }),
      ...(range.includes(":b") ? { ":b": end ?? "\uffff" } : {}),
    },
    ScanIndexForward: !query.newestFirst,
    ConsistentRead: !query.index,
    ...(query.index ? { IndexName: query.index } : {}),
    ...(query.limit ? { Limit: query.limit } : {}),
    ...(query.cursor ? { ExclusiveStartKey: decodeCursor(query.cursor, pk, query.pk) } : {}),
  };
}

export function transactItem(TableName: string, write: Write) {
  if ("put" in write) return { Put: { TableName, Item: write.put, ...conditionOf(write.when) } };
  if ("remove" in write) return { Delete: { TableName, Key: write.remove } };
  if ("add" in write) return { Update: { TableName, Key: write.add, ...additionOf(write.amounts) } };
  return {
    ConditionCheck: { TableName, Key: write.check, ConditionExpression: "", ...conditionOf(write.when) },
  };
}

export function conditionOf(when: Condition | undefined) {
  if (when === undefined) return {};
  if (when === "absent") return { ConditionExpression: "attribute_not_exists(pk)" };
  if (when === "present") return { ConditionExpression: "attribute_exists(pk)" };
  return {
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": when.version },
  };
}

export function additionOf(amounts: Record<string, number>) {
  const names = Object.keys(amounts);
  return {
    UpdateExpression: `ADD ${names.map((_, i) => `#n${i} :n${i}`).join(", ")}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#n${i}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map((name, i) => [`:n${i}`, amounts[name]])),
  };
}

/** Puts an item where none is, as one of the statements of a batch. */
export function insertion(table: string, item: Item) {
  const attributes = Object.entries(item).filter(([, value]) => value !== undefined);
  const places = attributes.map(([name]) => `'${name}': ?`);
  return {
    Statement: `INSERT INTO "${table}" VALUE {${places.join(", ")}}`,
    Parameters: attributes.map(([, value]) => value),
  };
}
