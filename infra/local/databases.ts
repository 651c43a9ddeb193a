import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import type { TableSpec } from "./blueprint.ts";
import { REGION } from "./names.ts";

const START_LIMIT_MS = 15_000;

/** Where a machine without the emulator is told to find another. */
const NO_BINARY = [
  `没有适用于 ${process.platform}-${process.arch} 的 DynamoDB 模拟器。请另行启动 DynamoDB Local，并把 AWS_ENDPOINT_URL_DYNAMODB 设为它的地址，例如：`,
  `There is no DynamoDB emulator for ${process.platform}-${process.arch}. Start DynamoDB Local and set AWS_ENDPOINT_URL_DYNAMODB to its address, e.g.:`,
  "  docker run -p 8000:8000 amazon/dynamodb-local -jar DynamoDBLocal.jar -sharedDb -inMemory",
  "  AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000 npm start",
].join("\n");

/** The stage's database server: its own, or one that `AWS_ENDPOINT_URL_DYNAMODB` names. */
export class Databases {
  readonly url: string;
  readonly #server: ChildProcess | undefined;

  private constructor(url: string, server?: ChildProcess) {
    this.url = url;
    this.#server = server;
  }

  /** @throws when there is no emulator for this machine, or it does not answer */
  static async start(stageFolder: string, onExit: (code: number | null) => void): Promise<Databases> {
    const given = process.env["AWS_ENDPOINT_URL_DYNAMODB"];
    if (given) return new Databases(given.replace(/\/$/, ""));
    const binary = emulator();
    const folder = join(stageFolder, "dynamodb");
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const server = spawnWatched(binary, [
      "serve",
      "--port",
      String(port),
      "--db-path",
      join(folder, "tables.db"),
    ]);
    server.once("exit", onExit);
    const databases = new Databases(`http://127.0.0.1:${port}`, server);
    await databases.#answering(server);
    return databases;
  }

  /** Creates the tables that do not exist yet; a server that is not the stage's own has to be emptied for a fresh start. */
  async provide(tables: readonly TableSpec[], fresh: boolean): Promise<void> {
    const existing = new Set<string>();
    for (let from: string | undefined, first = true; first || from; first = false) {
      const answer = await this.#call("ListTables", from ? { ExclusiveStartTableName: from } : {});
      for (const name of answer["TableNames"] as string[]) existing.add(name);
      from = answer["LastEvaluatedTableName"] as string | undefined;
    }
    for (const { name, definition } of tables) {
      const doomed = fresh && existing.has(name);
      if (doomed) await this.#call("DeleteTable", { TableName: name });
      if (doomed || !existing.has(name)) await this.#call("CreateTable", definition);
    }
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.removeAllListeners("exit");
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    const forced = setTimeout(() => server.kill("SIGKILL"), 3000);
    await gone;
    clearTimeout(forced);
    server.stdin?.destroy();
  }

  async #answering(server: ChildProcess): Promise<void> {
    const until = Date.now() + START_LIMIT_MS;
    for (;;) {
      if (
        await this.#call("ListTables", { Limit: 1 }).then(
          () => true,
          () => false,
        )
      )
        return;
      if (server.exitCode !== null || Date.now() > until)
        throw new Error("DynamoDB 模拟器没有启动 / the DynamoDB emulator did not start");
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  async #call(action: string, body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${action}`,
        "x-amz-date": "20260101T000000Z",
        authorization: `AWS4-HMAC-SHA256 Credential=stage/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=00`,
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok)
      throw new Error(`${action}: ${String(answer["message"] ?? answer["Message"] ?? response.status)}`);
    return answer;
  }
}

function emulator(): string {
  try {
    const folder = createRequire(import.meta.url).resolve(
      `@dynoxide/${process.platform}-${process.arch}/package.json`,
    );
    const binary = join(folder, "..", "dynoxide");
    if (existsSync(binary)) return binary;
  } catch {
    // not installed: said below
  }
  throw new Error(NO_BINARY);
}

/**
 * Starts a program that ends with the stage even if the stage is killed: a shell waits for the pipe from the stage
 * to close, and then ends the program that has taken the place of the shell's parent.
 */
function spawnWatched(binary: string, args: readonly string[]): ChildProcess {
  const script = 'exec 3<&0; (cat <&3 >/dev/null; kill -KILL $$ 2>/dev/null) & exec "$@" 3<&- </dev/null';
  // a group of its own: Ctrl-C is for the stage, which ends its parts in order
  return spawn("/bin/sh", ["-c", script, "sh", binary, ...args], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
}

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
