import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

/**
 * The floor of writing rows: nothing but BatchWriteItem, 25 items a call and four calls at a time, of items that lie
 * ready. Argument: how many items.
 */
const [count = "20000"] = process.argv.slice(2);
const ITEMS_PER_CALL = 25;
const CONCURRENCY = 4;

const client = new DynamoDBClient({});
const requests = Array.from({ length: Number(count) }, (_, at) => ({
  PutRequest: {
    Item: { pk: { S: `RAW#${Math.floor(at / 22)}` }, sk: { S: `DAY#${at % 22}` }, n: { N: `${at}` } },
  },
}));

async function writer(): Promise<void> {
  for (
    let some = requests.splice(0, ITEMS_PER_CALL);
    some.length > 0;
    some = requests.splice(0, ITEMS_PER_CALL)
  )
    await client.send(new BatchWriteItemCommand({ RequestItems: { Attendance: some } }));
}

const began = performance.now();
await Promise.all(Array.from({ length: CONCURRENCY }, writer));
const ms = performance.now() - began;
console.log(
  JSON.stringify({
    items: Number(count),
    ms: Math.round(ms),
    itemsPerSecond: Math.round((Number(count) / ms) * 1_000),
  }),
);
