import { resolve } from "node:path";
import { Access, type Credentials } from "./access.ts";
import { readTemplates, synthesise } from "./assembly.ts";
import { Authoriser } from "./authoriser.ts";
import { type Blueprint, type FunctionSpec, readBlueprint } from "./blueprint.ts";
import { StageClock } from "./clock.ts";
import { Databases } from "./databases.ts";
import { answerDev, DEV_PATH } from "./dev.ts";
import { EventSource } from "./event-source.ts";
import { openFolder } from "./folder.ts";
import { Functions } from "./functions.ts";
import { Gateway } from "./gateway.ts";
import { HttpServer } from "./http.ts";
import { IDENTITY_PATH, Identity, type TokenRequest } from "./identity.ts";
import { Kms } from "./kms.ts";
import { answerKms, KMS_PATH } from "./kms-endpoint.ts";
import { Messaging } from "./messaging.ts";
import { Notifications } from "./notifications.ts";
import { ObjectStore } from "./object-store.ts";
import { answerS3, S3_PATH } from "./s3.ts";
import { type Fired, Schedules } from "./schedules.ts";
import { settingsOf } from "./settings.ts";
import { settle, type Working } from "./settle.ts";
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
  /** A synthesised app to run instead of the city's own. */
  assembly?: string;
  /** Told when a part of the stage dies that it cannot do without. */
  onFailure?: (cause: Error) => void;
}

export interface Endpoints {
  dynamodb: string;
  sqs: string;
  sns: string;
  s3: string;
  kms: string;
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
  /** Of the tables by `<stack>-<logical id>`, or whatever their templates name them. */
  tables: string[];
  now(): Date;
  token(request: TokenRequest): Promise<string>;
  /** Waits until all that was begun has ended; failed messages that wait for their next try do not count. */
  settle(timeoutMs?: number): Promise<{ settled: boolean; ms: number; busy: string[] }>;
  /** Moves every clock and fires what falls due; null if that would be backwards. */
  clock(iso: string): Promise<Fired[] | null>;
  state(): StageState;
  /** Calls a function whose name contains `part`. @throws the function's error */
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
  const assembly = options.assembly ?? (await synthesise());
  const dir = resolve(options.dir);
  const folder = openFolder(dir, options.fresh ?? false);
  const closing: (() => unknown)[] = [() => folder.release()];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const clock = new StageClock(folder, new Date(options.now ?? FIRST_MORNING));
    closing.push(() => clock.stop());
    const now = (): Date => clock.now();
    const http = await HttpServer.listen(options.port ?? 0, now);
    closing.push(() => http.close());
    const messaging = await Messaging.start(dir);
    closing.push(() => messaging.stop());
    const databases = await Databases.start(dir, (code) =>
      options.onFailure?.(
        new Error(`DynamoDB 模拟器已退出（${code}）/ the DynamoDB emulator has ended (${code})`),
      ),
    );
    closing.push(() => databases.stop());

    const url = `http://localhost:${http.port}`;
    const blueprint = readBlueprint(await readTemplates(assembly, `${url}${IDENTITY_PATH}`), assembly, {
      queuesUrl: messaging.url,
      url,
    });
    await databases.provide(blueprint.tables);
    messaging.provide(blueprint.queues, blueprint.topics, blueprint.subscriptions);

    const address = `http://127.0.0.1:${http.port}`;
    const endpoints = {
      dynamodb: databases.url,
      sqs: messaging.url,
      sns: messaging.url,
      s3: address + S3_PATH,
      kms: address + KMS_PATH,
    };
    const access = new Access(blueprint, folder);
    messaging.guard = (id, action, resource) => access.refusal(id, action, resource);
    const functions = new Functions({
      specs: blueprint.functions,
      environmentOf: (spec: FunctionSpec) => settingsOf(spec, access.credentialsOf(spec), endpoints),
      tableGrantsOf: (spec) => access.tableGrants(spec),
      shift: clock.shift,
      logs: folder.at("logs"),
      now,
      putAside: (queueArn, body, attributes) => messaging.send(queueArn, body, attributes),
    });
    closing.push(() => functions.stop());

    const objects = new ObjectStore(folder.at("objects"));
    closing.push(() => objects.close());
    const notifications = new Notifications(blueprint.notifications, messaging, objects, now);
    notifications.flush();
    const identity = await Identity.open({
      folder,
      clock,
      url,
      audience: blueprint.routes.find(({ authorizer }) => authorizer)?.authorizer?.audience[0] ?? "ronghe",
    });
    closing.push(() => identity.stop());
    const kms = new Kms(blueprint.keys, folder);
    const gateway = new Gateway({
      apiId: blueprint.apiId,
      routes: blueprint.routes,
      functions,
      authoriser: new Authoriser(identity.keys, now),
      now,
    });
    const sources = blueprint.mappings.map(
      (spec) => new EventSource(spec, messaging, functions, () => clock.ahead),
    );
    const schedules = new Schedules(blueprint.schedules, clock, (name, payload) =>
      functions.invokeAsync(name, payload),
    );
    const working: Working = { blueprint, messaging, sources, functions, schedules, objects };
    const s3 = {
      store: objects,
      buckets: blueprint.buckets,
      secretOf: (id: string) => access.secretOf(id),
      now,
      allows: access.allows.bind(access),
      announce: () => notifications.flush(),
      announcementsOf: notifications.announcementsOf.bind(notifications),
    };

    const stage: Stage = {
      url,
      port: http.port,
      dir,
      region: "ap-east-1",
      blueprint,
      endpoints,
      credentials: access.owner,
      tables: blueprint.tables.map(({ name }) => name),
      now,
      token: (request) => identity.token(request),
      settle: (timeoutMs = SETTLE_LIMIT_MS) => settle(working, timeoutMs),
      clock: (iso) => schedules.moveTo(new Date(iso)),
      state: () => stateOf(working, clock),
      invoke: (part, payload) => invoke(functions, part, payload),
      queueUrl: (part) =>
        one(
          part,
          blueprint.queues.filter(({ arn }) => !blueprint.deadLetterArns.has(arn)),
          "queue",
        ).url,
      table: (part) => one(part, blueprint.tables, "table").name,
      bucket: (part) => one(part, blueprint.buckets, "bucket").name,
      stop,
    };
    http.serve({
      [DEV_PATH]: (request, response) => answerDev(stage, request, response),
      [S3_PATH]: (request, response) => answerS3(request, response, s3),
      [KMS_PATH]: (request, response) => answerKms(kms, access, now, request, response),
      [IDENTITY_PATH]: (request, response) => identity.answer(request, response),
      "": (request, response) => gateway.answer(request, response),
    });
    for (const source of sources) source.start();
    closing.push(() => {
      for (const source of sources) source.stop();
    });
    schedules.start();
    closing.push(() => schedules.stop());
    return stage;
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function invoke(functions: Functions, part: string, payload: unknown): Promise<unknown> {
  const outcome = await functions.invoke(functions.find(part).name, payload);
  if ("answer" in outcome) return JSON.parse(outcome.answer) as unknown;
  const { errorType, errorMessage, trace } = outcome.error;
  throw Object.assign(new Error(errorMessage), { name: errorType, stack: trace.join("\n") });
}

/** The one whose name contains `part`, whatever its case and hyphens. */
function one<T extends { name: string }>(part: string, all: readonly T[], what: string): T {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const exact = all.find(({ name }) => name === part);
  const found = exact ? [exact] : all.filter(({ name }) => plain(name).includes(plain(part)));
  if (found.length === 1) return found[0] as T;
  throw new Error(`${found.length} times ${what} ${part} among ${all.map(({ name }) => name).join(" ")}`);
}
