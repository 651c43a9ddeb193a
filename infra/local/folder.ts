import { createHmac, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Where a stage keeps its state; held by one stage at a time. */
export interface Folder {
  path: string;
  /** The path of a file or folder in here. */
  at(...names: string[]): string;
  /** A JSON file that is written whole or not at all. */
  json<T>(name: string): { read(): T | undefined; write(value: T): void };
  /** A secret of this folder, the same at each start, e.g. for signing. */
  secret(purpose: string): string;
  release(): void;
}

/** Thrown when another living stage holds the folder. */
export class FolderInUse extends Error {
  constructor(path: string) {
    super(`${path} 正被另一个本地环境使用 / is in use by another stage`);
    this.name = "FolderInUse";
  }
}

/**
 * Takes the folder, emptied first if `fresh`.
 * The lock is one of SQLite's: the operating system lets go of it even when the process is killed.
 * @throws FolderInUse
 */
export function openFolder(path: string, fresh: boolean): Folder {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const lock = takeLock(join(path, "lock"), path);
  if (fresh) emptyBut(path, "lock");
  const at = (...names: string[]): string => join(path, ...names);
  const json = <T>(name: string) => ({
    read: (): T | undefined =>
      existsSync(at(name)) ? (JSON.parse(readFileSync(at(name), "utf8")) as T) : undefined,
    write: (value: T): void => writeWhole(at(name), JSON.stringify(value)),
  });
  const seed = secretSeed(json<{ seed: string }>("secret.json"));
  return {
    path,
    at,
    json,
    secret: (purpose) => createHmac("sha256", seed).update(purpose).digest("base64url"),
    release: () => lock.close(),
  };
}

function takeLock(file: string, path: string): DatabaseSync {
  const lock = new DatabaseSync(file);
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return lock;
  } catch {
    lock.close();
    throw new FolderInUse(path);
  }
}

function secretSeed(file: {
  read(): { seed: string } | undefined;
  write(value: { seed: string }): void;
}): string {
  const found = file.read();
  if (found) return found.seed;
  const seed = randomBytes(32).toString("base64url");
  file.write({ seed });
  return seed;
}

function emptyBut(path: string, kept: string): void {
  const doomed = [
    "clock.json",
    "secret.json",
    "keys.json",
    "dynamodb",
    "queues",
    "objects",
    "announcements",
    "logs",
    "identity",
  ];
  for (const name of doomed) if (name !== kept) rmSync(join(path, name), { recursive: true, force: true });
}

/** Only the owner reads what lies here: keys, tokens and people's data. */
function writeWhole(file: string, text: string): void {
  const half = `${file}.tmp`;
  writeFileSync(half, text, { mode: 0o600 });
  chmodSync(half, 0o600);
  renameSync(half, file);
}
