import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Refusal } from "./expressions.ts";
import { MemoryTables, type Reading } from "./tables.ts";

export interface WireAnswer {
  status: number;
  body: string;
}

/** One call of DynamoDB's JSON protocol. @param operation e.g. `GetItem` */
export function answerTables(
  tables: MemoryTables,
  operation: string,
  body: string,
  reading?: Reading,
): WireAnswer {
  try {
    const asked = JSON.parse(body || "{}") as Record<string, unknown>;
    return { status: 200, body: JSON.stringify(tables.call(operation, asked, reading)) };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return refusal(cause.type, cause.message, cause.extra);
  }
}

export const refusal = (type: string, message: string, extra: object = {}): WireAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...extra }),
});

/** The memory's tables as a server of their own, for the tests that hold DynamoDB's emulators against each other. */
export async function serveTables(port: number): Promise<{ url: string; stop: () => Promise<void> }> {
  const tables = new MemoryTables(Date.now);
  const server = createServer((request, response) => void serve(tables, request, response));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, stop };
}

async function serve(
  tables: MemoryTables,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const operation = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
  const { status, body } = answerTables(tables, operation, Buffer.concat(chunks).toString());
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
}
