import { resolve } from "node:path";
import type { Credentials } from "./access.ts";
import { synthesise } from "./assembly.ts";
import type { Blueprint } from "./blueprint.ts";
import { answerDev, DEV_PATH } from "./dev.ts";
import type { Functions } from "./functions.ts";
import { IDENTITY_PATH, type TokenRequest } from "./identity.ts";
import { answerKms, KMS_PATH } from "./kms-endpoint.ts";
import { REGION } from "./names.ts";
import { endParts, makeParts, type Parts } from "./parts.ts";
import { answerS3, S3_PATH } from "./s3.ts";
import type { Fired } from "./schedules.ts";
import type { Endpoints } from "./settings.ts";
import { settle } from "./settle.ts";
import { type StageState, stateOf } from "./state.ts";

/** The first morning of an empty stage, by the city's clock. */
export const FIRST_MORNING = new Date("2026-07-01T09:00:00+08:00");
const SETTLE_LIMIT_MS = 120_000;

export interface StageOptions {
  /** Where its state lies; survives the stage. */
  dir: string;
  /** 0, unless given, for any free one. */
  port?: number;
  /** Begins with nothing, whatever lies in `dir`. */
  fresh?: boolean;
  /** What time a new stage begins at. */
  now?: string | Date;
  /** Delivers every message and every firing a second time, though it went well: for the tests. */
  deliverTwice?: boolean;
  /** Stands still: what it keeps can be read, but no message is worked and no schedule fires. */
  still?: boolean;
  /** A synthesised app to run instead of the city's own. */
  assembly?: string;
  /** Told when a part of the stage dies that it cannot do without. */
  onFailure?: (cause: Error) => void;
}

/** A running stage. */
export interface Stage {
  /** Without a slash at the end. */
  url: string;
  port: number;
  dir: string;
  region: string;
  blueprint: Blueprint;
  endpoints: Endpoints;
  /** That may do everything; S3 and KMS ask for them. */
  credentials: Credentials;
  /** The names of all tables: `<stack>-<logical id>`, or whatever their templates name them. */
  tables: string[];
  now(): Date;
  token(request: TokenRequest): Promise<string>;
  /** Waits until all that was begun has ended; failed messages that wait for their next try do not count. */
  settle(timeoutMs?: number): Promise<{ settled: boolean; ms: number; busy: string[] }>;
  /** Moves every clock and fires what falls due; null if that would be backwards. */
  clock(iso: string): Promise<Fired[] | null>;
  state(): StageState;
  /** Calls the one function whose name contains `part`. @throws the function's error */
  invoke(part: string, payload: unknown): Promise<unknown>;
  /** The URL of the one work queue whose name contains `part`. */
  queueUrl(part: string): string;
  /** The name of the one table whose name contains `part`. */
  table(part: string): string;
  /** The name of the one bucket whose name contains `part`. */
  bucket(part: string): string;
  stop(): Promise<void>;
}

/**
 * Runs what the templates of the app declare.
 * @throws Unsupported for what it cannot honour, FolderInUse when another stage runs in `dir`
 */
export async function startStage(options: StageOptions): Promise<Stage> {
  // Lambda's own zone; whatever a function makes of local time, it makes everywhere
  process.env["TZ"] = "UTC";
  const parts = await makeParts({
    dir: resolve(options.dir),
    port: options.port ?? 0,
    fresh: options.fresh ?? false,
    begin: new Date(options.now ?? FIRST_MORNING),
    deliverTwice: options.deliverTwice ?? false,
    assembly: options.assembly ?? (await synthesise()),
    onFailure: options.onFailure ?? (() => undefined),
  });
  const stage = stageOf(parts);
  serve(stage, parts);
  if (options.still) return stage;
  parts.notifications.flush();
  for (const source of parts.sources) source.start();
  parts.schedules.start();
  return stage;
}

function stageOf(parts: Parts): Stage {
  const { blueprint, clock, functions } = parts;
  const { queues, tables, buckets, deadLetterArns } = blueprint;
  const workQueues = queues.filter(({ arn }) => !deadLetterArns.has(arn));
  return {
    url: parts.url,
    port: parts.http.port,
    dir: parts.folder.path,
    region: REGION,
    blueprint,
    endpoints: parts.endpoints,
    credentials: parts.access.owner,
    tables: tables.map(({ name }) => name),
    now: () => clock.now(),
    token: (request) => parts.identity.token(request),
    settle: (timeoutMs = SETTLE_LIMIT_MS) => settle(parts, timeoutMs),
    clock: (iso) => parts.schedules.moveTo(new Date(iso)),
    state: () => stateOf(parts, clock),
    invoke: (part, payload) => invoke(functions, part, payload),
    queueUrl: (part) => one(part, workQueues, "queue").url,
    table: (part) => one(part, tables, "table").name,
    bucket: (part) => one(part, buckets, "bucket").name,
    stop: () => endParts(parts),
  };
}

/** Opens the stage's one front door. */
function serve(stage: Stage, parts: Parts): void {
  const { access, blueprint, clock, gateway, identity, kms, notifications, objects } = parts;
  const now = (): Date => clock.now();
  const s3 = {
    store: objects,
    buckets: blueprint.buckets,
    now,
    secretOf: (id: string) => access.secretOf(id),
    allows: access.allows.bind(access),
    announce: () => notifications.flush(),
    announcementsOf: notifications.announcementsOf.bind(notifications),
  };
  parts.http.serve({
    [DEV_PATH]: (request, response) => answerDev(stage, request, response),
    [S3_PATH]: (request, response) => answerS3(request, response, s3),
    [KMS_PATH]: (request, response) => answerKms(kms, access, now, request, response),
    [IDENTITY_PATH]: (request, response) => identity.answer(request, response),
    "": (request, response) => gateway.answer(request, response),
  });
}

async function invoke(functions: Functions, part: string, payload: unknown): Promise<unknown> {
  const outcome = await functions.invoke(functions.find(part).name, payload);
  if ("answer" in outcome) return JSON.parse(outcome.answer) as unknown;
  const { errorType, errorMessage, trace } = outcome.error;
  throw Object.assign(new Error(errorMessage), { name: errorType, stack: trace.join("\n") });
}

/** The one whose name is `part` or contains it, whatever its case and hyphens. */
function one<T extends { name: string }>(part: string, all: readonly T[], what: string): T {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const exact = all.find(({ name }) => name === part);
  const found = exact ? [exact] : all.filter(({ name }) => plain(name).includes(plain(part)));
  if (found.length === 1) return found[0] as T;
  throw new Error(`${found.length} times ${what} ${part} among ${all.map(({ name }) => name).join(" ")}`);
}
