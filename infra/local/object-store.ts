import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface StoredObject {
  bucket: string;
  key: string;
  size: number;
  /** Without quotes. */
  etag: string;
  /** Response headers that came with the object: type, disposition, `x-amz-meta-…`. */
  headers: Record<string, string>;
  /** ISO 8601. */
  modified: string;
  file: string;
}

export interface Part {
  number: number;
  size: number;
  etag: string;
  file: string;
}

/** A body on disk that no object refers to yet. */
export interface Blob {
  file: string;
  size: number;
  /** Hexadecimal. */
  md5: string;
  sha256: string;
}

/** What someone wants to be told of once an object is there. */
export interface Announcement {
  id: string;
  queueArn: string;
  body: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS objects (bucket TEXT, key TEXT, size INTEGER, etag TEXT, headers TEXT, modified TEXT, file TEXT, PRIMARY KEY (bucket, key));
CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT, key TEXT, headers TEXT);
CREATE TABLE IF NOT EXISTS parts (upload TEXT, number INTEGER, size INTEGER, etag TEXT, file TEXT, PRIMARY KEY (upload, number));
CREATE TABLE IF NOT EXISTS announcements (id TEXT PRIMARY KEY, queueArn TEXT, body TEXT);
`;

/** Objects as files, with an index that decides what exists. Bodies stream; none is ever held in memory. */
export class ObjectStore {
  readonly #db: DatabaseSync;
  readonly #bodies: string;

  constructor(folder: string) {
    this.#bodies = join(folder, "bodies");
    mkdirSync(this.#bodies, { recursive: true });
    this.#db = new DatabaseSync(join(folder, "index.db"));
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${SCHEMA}`);
    this.#removeOrphans();
  }

  /** Writes a body to disk; it belongs to nothing until `create`, `replace` or `addPart` is called with it. */
  async write(body: Readable, each: (chunk: Buffer) => void = () => undefined): Promise<Blob> {
    const file = randomUUID();
    const md5 = createHash("md5");
    const sha256 = createHash("sha256");
    let size = 0;
    const measured = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        md5.update(chunk);
        sha256.update(chunk);
        size += chunk.length;
        each(chunk);
        yield chunk;
      }
    };
    try {
      await pipeline(body, measured, createWriteStream(this.#path(file)));
    } catch (cause) {
      this.discard({ file });
      throw cause;
    }
    return { file, size, md5: md5.digest("hex"), sha256: sha256.digest("hex") };
  }

  discard({ file }: { file: string }): void {
    rmSync(this.#path(file), { force: true });
  }

  /**
   * Puts an object in place together with the announcements of it, all or nothing.
   * @returns false if it must not exist yet and does
   */
  put(
    object: StoredObject,
    announcements: readonly Announcement[],
    createOnly: boolean,
    upload?: string,
  ): boolean {
    const before = this.find(object.bucket, object.key);
    if (before && createOnly) return false;
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      this.#db
        .prepare("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?)")
        .run(
          object.bucket,
          object.key,
          object.size,
          object.etag,
          JSON.stringify(object.headers),
          object.modified,
          object.file,
        );
      for (const { id, queueArn, body } of announcements) {
        this.#db.prepare("INSERT INTO announcements VALUES (?, ?, ?)").run(id, queueArn, body);
      }
      if (upload) this.#forget(upload);
      this.#db.exec("COMMIT");
    } catch (cause) {
      this.#db.exec("ROLLBACK");
      throw cause;
    }
    if (before) this.discard(before);
    return true;
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const row = this.#db.prepare("SELECT * FROM objects WHERE bucket = ? AND key = ?").get(bucket, key);
    return row
      ? {
          ...(row as unknown as StoredObject),
          headers: JSON.parse(String(row["headers"])) as Record<string, string>,
        }
      : undefined;
  }

  read({ file }: StoredObject, range: { start: number; end: number }): Readable {
    return createReadStream(this.#path(file), range);
  }

  delete(bucket: string, key: string): void {
    const object = this.find(bucket, key);
    if (!object) return;
    this.#db.prepare("DELETE FROM objects WHERE bucket = ? AND key = ?").run(bucket, key);
    this.discard(object);
  }

  /** Objects in order of their keys, after the given one. */
  list(bucket: string, prefix: string, after: string, most: number): StoredObject[] {
    const sql =
      "SELECT * FROM objects WHERE bucket = ? AND substr(key, 1, ?) = ? AND key > ? ORDER BY key LIMIT ?";
    return this.#db.prepare(sql).all(bucket, prefix.length, prefix, after, most) as unknown as StoredObject[];
  }

  beginUpload(bucket: string, key: string, headers: Record<string, string>): string {
    const id = randomUUID();
    this.#db.prepare("INSERT INTO uploads VALUES (?, ?, ?, ?)").run(id, bucket, key, JSON.stringify(headers));
    return id;
  }

  upload(
    id: string,
    bucket: string,
    key: string,
  ): { headers: Record<string, string>; parts: Part[] } | undefined {
    const row = this.#db
      .prepare("SELECT headers FROM uploads WHERE id = ? AND bucket = ? AND key = ?")
      .get(id, bucket, key);
    if (!row) return undefined;
    const parts = this.#db
      .prepare("SELECT number, size, etag, file FROM parts WHERE upload = ? ORDER BY number")
      .all(id);
    return {
      headers: JSON.parse(String(row["headers"])) as Record<string, string>,
      parts: parts as unknown as Part[],
    };
  }

  addPart(upload: string, { number, size, etag, file }: Part): void {
    const before = this.#db
      .prepare("SELECT file FROM parts WHERE upload = ? AND number = ?")
      .get(upload, number);
    this.#db
      .prepare("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)")
      .run(upload, number, size, etag, file);
    if (before) this.discard({ file: String(before["file"]) });
  }

  /** One body made of the parts' bodies, which stay until the upload ends. */
  async join(parts: readonly Part[]): Promise<Blob> {
    const paths = parts.map(({ file }) => this.#path(file));
    const bytes = async function* (): AsyncGenerator<Buffer> {
      for (const path of paths) yield* createReadStream(path);
    };
    return this.write(Readable.from(bytes(), { objectMode: false }));
  }

  endUpload(id: string): void {
    this.#forget(id);
  }

  announcements(): Announcement[] {
    return this.#db
      .prepare("SELECT id, queueArn, body FROM announcements")
      .all() as unknown as Announcement[];
  }

  announced(id: string): void {
    this.#db.prepare("DELETE FROM announcements WHERE id = ?").run(id);
  }

  get unannounced(): number {
    return Number(this.#db.prepare("SELECT count(*) AS n FROM announcements").get()?.["n"] ?? 0);
  }

  close(): void {
    this.#db.close();
  }

  #forget(upload: string): void {
    for (const row of this.#db.prepare("SELECT file FROM parts WHERE upload = ?").all(upload))
      this.discard({ file: String(row["file"]) });
    this.#db.prepare("DELETE FROM parts WHERE upload = ?").run(upload);
    this.#db.prepare("DELETE FROM uploads WHERE id = ?").run(upload);
  }

  /** Bodies that a killed stage had begun to write, or no longer needed. */
  #removeOrphans(): void {
    const rows = this.#db.prepare("SELECT file FROM objects UNION SELECT file FROM parts").all();
    const known = new Set(rows.map((row) => String(row["file"])));
    for (const file of readdirSync(this.#bodies)) if (!known.has(file)) this.discard({ file });
  }

  #path(file: string): string {
    return join(this.#bodies, file);
  }
}
