import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { serveTables } from "../chaos/memory/server.ts";

const START_LIMIT_MS = 90_000;

/** A database server to hold the kernel's table against: how it is started on a port with a folder of its own. */
export interface ServerKind {
  name: string;
  command: (port: number, folder: string) => { program: string; args: string[]; cwd: string };
}

/** A server that runs in here: the memory that the chaos works on. */
export interface ServerInHere {
  name: string;
  serve: () => Promise<RunningServer>;
}

export interface RunningServer {
  url: string;
  stop: () => Promise<void>;
}

const dynoxide: ServerKind = {
  name: "dynoxide",
  command: (port, folder) => ({
    program: createRequire(import.meta.url)
      .resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`)
      .replace(/package\.json$/, "dynoxide"),
    args: ["serve", "--port", String(port), "--db-path", join(folder, "tables.db")],
    cwd: folder,
  }),
};

const dynamodbLocal = (home: string): ServerKind => ({
  name: "DynamoDB Local",
  command: (port) => ({
    program: "java",
    args: [
      "-Djava.library.path=./DynamoDBLocal_lib",
      ...["-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb", "-port", String(port)],
    ],
    cwd: home,
  }),
});

/** The stage's own server; and AWS's, where RONGHE_DYNAMODB_LOCAL_DIR names the folder of DynamoDBLocal.jar. */
export function serverKinds(): ServerKind[] {
  const home = process.env["RONGHE_DYNAMODB_LOCAL_DIR"];
  return home ? [dynoxide, dynamodbLocal(home)] : [dynoxide];
}

const memory: ServerInHere = { name: "the memory of the chaos", serve: () => serveTables(0) };

/** Those, and the memory that the chaos works on: it must say the same, but for what is consumed. */
export const allServers = (): (ServerKind | ServerInHere)[] => [...serverKinds(), memory];

/** @throws when the server ends or does not answer */
export async function start(kind: ServerKind | ServerInHere, folder: string): Promise<RunningServer> {
  if ("serve" in kind) return kind.serve();
  const port = await freePort();
  const { program, args, cwd } = kind.command(port, folder);
  const server = spawn(program, args, { cwd, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  const failed = new Promise<never>((_, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`${kind.name} ended with ${code}`)));
  });
  failed.catch(() => {});
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    server.kill("SIGKILL");
    await ended;
  };
  await Promise.race([answering(url), failed]).catch(async (cause) => {
    await stop();
    throw cause;
  });
  return { url, stop };
}

/** A table as `infra/constructs/table.ts` makes them. */
export async function createTable(url: string, name: string): Promise<void> {
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
  const command = new CreateTableCommand({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map(text),
    KeySchema: keys("pk", "sk"),
    GlobalSecondaryIndexes: [
      { IndexName: "gsi1", KeySchema: keys("gsi1pk", "gsi1sk"), Projection: { ProjectionType: "ALL" } },
    ],
  });
  const client = clientOf(url);
  await client.send(command);
  client.destroy();
}

async function answering(url: string): Promise<void> {
  const client = clientOf(url);
  const until = Date.now() + START_LIMIT_MS;
  for (;;) {
    const up = await client.send(new ListTablesCommand({ Limit: 1 })).then(
      () => true,
      () => false,
    );
    if (up) return client.destroy();
    if (Date.now() > until) throw new Error(`Nothing answers at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const clientOf = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: "cn-north-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "conformance", secretAccessKey: "conformance" },
  });

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
