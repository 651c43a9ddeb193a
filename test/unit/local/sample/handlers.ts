import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { APIGatewayProxyEventV2, SQSEvent } from "aws-lambda";
import { call } from "../../../../shared/runtime/aws.ts";

/** The functions of the sample app: each does one thing that a stage must get right. */
const dynamodb = new DynamoDBClient({});
const sqs = new SQSClient({});
const s3 = new S3Client({ requestChecksumCalculation: "WHEN_REQUIRED" });
const env = (name: string): string => process.env[name] ?? "";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const put = (pk: string, value: string, table = env("TABLE")) =>
  dynamodb.send(new PutItemCommand({ TableName: table, Item: { pk: { S: pk }, value: { S: value } } }));

interface Context {
  awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export async function api(event: APIGatewayProxyEventV2, context: Context): Promise<unknown> {
  const body = event.body && !event.isBase64Encoded ? (JSON.parse(event.body) as Record<string, string>) : {};
  switch (event.pathParameters?.["what"]) {
    case "order":
      await sqs.send(new SendMessageCommand({ QueueUrl: env("ORDERS_URL"), MessageBody: event.body ?? "" }));
      return { statusCode: 202 };
    case "item": {
      const { Item } = await dynamodb.send(
        new GetItemCommand({ TableName: env("TABLE"), Key: { pk: { S: body["pk"] ?? "" } } }),
      );
      return { value: Item?.["value"]?.S ?? null, tries: Number(Item?.["tries"]?.N ?? 0) };
    }
    case "put-url": {
      const command = new PutObjectCommand({
        Bucket: env("FILES"),
        Key: body["key"],
        ContentLength: Number(body["size"]),
        IfNoneMatch: "*",
      });
      const signed = new Set(["content-length", "if-none-match"]);
      return {
        url: await getSignedUrl(s3, command, {
          expiresIn: 60,
          unhoistableHeaders: signed,
          signableHeaders: signed,
        }),
      };
    }
    case "get-url": {
      const name = 'attachment; filename="a.txt"';
      const command = new GetObjectCommand({
        Bucket: env("FILES"),
        Key: body["key"],
        ResponseContentDisposition: name,
      });
      return { url: await getSignedUrl(s3, command, { expiresIn: 60 }) };
    }
    case "put-object":
      await s3.send(
        new PutObjectCommand({ Bucket: env("FILES"), Key: body["key"], Body: body["text"] ?? "" }),
      );
      return {};
    case "data-key":
      return dataKey();
    case "forbidden":
      await put("x", "y", env("SECRET"));
      return {};
    case "time":
      return { now: new Date().toISOString(), remaining: context.getRemainingTimeInMillis() };
    case "slow":
      await pause(60_000);
      return {};
    case "loop":
      for (;;);
    case "memory":
      for (const kept: Buffer[] = []; ; await pause(1)) kept.push(Buffer.alloc(4 << 20, 1));
    case "answer":
      return {
        statusCode: 201,
        headers: { "x-a": "1" },
        cookies: ["a=1", "b=2"],
        body: "/w==",
        isBase64Encoded: true,
      };
    default:
      return event;
  }
}

async function dataKey(): Promise<unknown> {
  const kms = async (action: string, body: unknown) => {
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `TrentService.${action}`,
    };
    return JSON.parse(await call({ service: "kms", headers, body: JSON.stringify(body) })) as Record<
      string,
      string
    >;
  };
  const EncryptionContext = { table: "t" };
  const key = await kms("GenerateDataKey", { KeyId: env("KEY"), KeySpec: "AES_256", EncryptionContext });
  const again = await kms("Decrypt", { CiphertextBlob: key["CiphertextBlob"], EncryptionContext });
  const other = await kms("Decrypt", { CiphertextBlob: key["CiphertextBlob"], EncryptionContext: {} }).catch(
    (cause: Error) => cause.message,
  );
  return { same: key["Plaintext"] === again["Plaintext"], other };
}

export async function worker({ Records }: SQSEvent): Promise<unknown> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body, attributes } of Records) {
    const order = JSON.parse(body) as { id: string; mode?: string; slowMs?: number };
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: env("TABLE"),
        Key: { pk: { S: order.id } },
        UpdateExpression: "ADD tries :one",
        ExpressionAttributeValues: { ":one": { N: "1" } },
      }),
    );
    const first = attributes.ApproximateReceiveCount === "1";
    if (order.mode === "always" || (order.mode === "once" && first)) {
      batchItemFailures.push({ itemIdentifier: messageId });
      continue;
    }
    if (order.slowMs && first) await pause(order.slowMs);
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: env("TABLE"),
        Key: { pk: { S: order.id } },
        UpdateExpression: "SET #v = :done",
        ExpressionAttributeNames: { "#v": "value" },
        ExpressionAttributeValues: { ":done": { S: "done" } },
      }),
    );
    for (const type of ["ordered", "ignored"]) await publish(type, order.id);
  }
  return { batchItemFailures };
}

async function publish(type: string, id: string): Promise<void> {
  const fields = {
    Action: "Publish",
    Version: "2010-03-31",
    TopicArn: env("FACTS"),
    Message: JSON.stringify({ type, id }),
    "MessageAttributes.entry.1.Name": "type",
    "MessageAttributes.entry.1.Value.DataType": "String",
    "MessageAttributes.entry.1.Value.StringValue": type,
  };
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  await call({ service: "sns", headers, body: new URLSearchParams(fields).toString() });
}

export async function listener({ Records }: SQSEvent): Promise<void> {
  for (const { body } of Records) {
    const { type, id } = JSON.parse(body) as { type: string; id: string };
    await put(`heard-${type}-${id}`, "yes");
  }
}

export async function files({ Records }: SQSEvent): Promise<void> {
  for (const { body } of Records) {
    const [{ s3: about }] = (JSON.parse(body) as { Records: [{ s3: { object: { key: string } } }] }).Records;
    const Key = decodeURIComponent(about.object.key.replaceAll("+", " "));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: env("FILES"), Key }));
    await put(`file-${Key}`, (await Body?.transformToString()) ?? "");
  }
}

export async function daily({ at, run }: { at: string; run: string }): Promise<void> {
  await put(`daily-${at}`, `${new Date().toISOString()} ${run}`);
}
