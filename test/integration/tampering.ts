import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Stage } from "../../infra/local/stage.ts";

type Stored = Record<string, unknown> & { pk: string; sk: string };

/** Reaches into a stage's tables past every function, as nobody in production could. */
export function tampering(stage: Stage) {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: stage.endpoints.dynamodb,
      region: stage.region,
      credentials: stage.credentials,
    }),
  );

  async function items<T = Stored>(table: string, pk: string): Promise<(T & Stored)[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: stage.table(table),
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": pk },
        ConsistentRead: true,
      }),
    );
    return Items as (T & Stored)[];
  }

  const put = (table: string, item: Stored): Promise<unknown> =>
    client.send(new PutCommand({ TableName: stage.table(table), Item: item }));

  return {
    items,
    /** Changes one stored item. @returns what puts it back */
    async change<T extends Stored>(
      table: string,
      item: T,
      change: (copy: T) => void,
    ): Promise<() => Promise<unknown>> {
      const copy = structuredClone(item);
      change(copy);
      await put(table, copy);
      return () => put(table, item);
    },
  };
}
