import { Access } from "./access.ts";
import { readTemplates } from "./assembly.ts";
import { twiceOver } from "./at-least-once.ts";
import { Authoriser } from "./authoriser.ts";
import { type Blueprint, readBlueprint } from "./blueprint.ts";
import { StageClock } from "./clock.ts";
import { Databases } from "./databases.ts";
import { EventSource } from "./event-source.ts";
import { type Folder, openFolder } from "./folder.ts";
import { Functions } from "./functions.ts";
import { Gateway } from "./gateway.ts";
import { HttpServer } from "./http.ts";
import { IDENTITY_PATH, Identity } from "./identity.ts";
import { Kms } from "./kms.ts";
import { KMS_PATH } from "./kms-endpoint.ts";
import { Messaging } from "./messaging.ts";
import { Notifications } from "./notifications.ts";
import { ObjectStore } from "./object-store.ts";
import { S3_PATH } from "./s3.ts";
import { Schedules } from "./schedules.ts";
import { type Endpoints, settingsOf } from "./settings.ts";

/** Audience of tokens in an app without an authoriser. */
const AUDIENCE = "ronghe";

export interface PartsOptions {
  dir: string;
  port: number;
  fresh: boolean;
  /** The time a new stage begins at. */
  begin: Date;
  /** Whether every delivery happens a second time. */
  deliverTwice: boolean;
  assembly: string;
  onFailure: (cause: Error) => void;
}

/** All that a stage consists of, wired but idle: nothing is polled or fired yet. */
export interface Parts {
  folder: Folder;
  clock: StageClock;
  http: HttpServer;
  url: string;
  messaging: Messaging;
  databases: Databases;
  endpoints: Endpoints;
  blueprint: Blueprint;
  access: Access;
  functions: Functions;
  objects: ObjectStore;
  notifications: Notifications;
  identity: Identity;
  kms: Kms;
  gateway: Gateway;
  sources: EventSource[];
  schedules: Schedules;
}

/** Makes the parts one after another. @throws what the first of them has against it; the others have ended by then */
export async function makeParts(options: PartsOptions): Promise<Parts> {
  const parts: Partial<Parts> = {};
  try {
    parts.folder = openFolder(options.dir, options.fresh);
    const servers = await makeServers(options, parts.folder, parts);
    const resources = await makeResources(options, servers, parts);
    return { ...servers, ...resources, ...makeRunners({ ...servers, ...resources }, options.deliverTwice) };
  } catch (cause) {
    await endParts(parts);
    throw cause;
  }
}

/** Ends them in the opposite order of dependence: first whatever begins new work, last what keeps state. */
export async function endParts(parts: Partial<Parts>): Promise<void> {
  parts.schedules?.stop();
  for (const source of parts.sources ?? []) source.stop();
  await parts.functions?.stop();
  await parts.http?.close();
  await parts.identity?.stop();
  parts.objects?.close();
  await parts.messaging?.stop();
  await parts.databases?.stop();
  parts.clock?.stop();
  parts.folder?.release();
}

type Servers = Pick<Parts, "folder" | "clock" | "http" | "url" | "messaging" | "databases" | "endpoints">;
type Resources = Pick<
  Parts,
  "blueprint" | "access" | "objects" | "notifications" | "identity" | "kms" | "functions"
>;
type Runners = Pick<Parts, "gateway" | "sources" | "schedules">;

/** What listens: only then are the addresses known that go into the templates. */
async function makeServers(options: PartsOptions, folder: Folder, made: Partial<Parts>): Promise<Servers> {
  const clock = new StageClock(folder, options.begin);
  made.clock = clock;
  const http = await HttpServer.listen(options.port, () => clock.now());
  made.http = http;
  const messaging = await Messaging.start(options.dir);
  made.messaging = messaging;
  const databases = await Databases.start(options.dir, (code) =>
    options.onFailure(
      new Error(`DynamoDB 模拟器已退出（${code}）/ the DynamoDB emulator has ended (${code})`),
    ),
  );
  made.databases = databases;
  const address = `http://127.0.0.1:${http.port}`;
  const endpoints = {
    dynamodb: databases.url,
    sqs: messaging.url,
    sns: messaging.url,
    s3: address + S3_PATH,
    kms: address + KMS_PATH,
  };
  return { folder, clock, http, url: `http://localhost:${http.port}`, messaging, databases, endpoints };
}

/** What the templates declare. */
async function makeResources(
  options: PartsOptions,
  servers: Servers,
  made: Partial<Parts>,
): Promise<Resources> {
  const { folder, clock, url, messaging, databases, endpoints } = servers;
  const templates = await readTemplates(options.assembly, url + IDENTITY_PATH);
  const blueprint = readBlueprint(templates, options.assembly, { queuesUrl: messaging.url, url });
  await databases.provide(blueprint.tables, options.fresh);
  messaging.provide(blueprint.queues, blueprint.topics, blueprint.subscriptions);
  const access = new Access(blueprint, folder);
  messaging.guard = (id, action, resource) => access.refusal(id, action, resource);
  const objects = new ObjectStore(folder.at("objects"));
  made.objects = objects;
  const notifications = new Notifications(blueprint.notifications, messaging, objects, () => clock.now());
  const audience = blueprint.routes.find(({ authorizer }) => authorizer)?.authorizer?.audience[0] ?? AUDIENCE;
  const identity = await Identity.open({ folder, clock, url, audience });
  const functions = new Functions({
    specs: blueprint.functions,
    environmentOf: (spec) => settingsOf(spec, access.credentialsOf(spec), endpoints),
    tableGrantsOf: (spec) => access.tableGrants(spec),
    shift: clock.shift,
    logs: folder.at("logs"),
    now: () => clock.now(),
    putAside: (queueArn, body, attributes) => messaging.send(queueArn, body, attributes),
  });
  return {
    blueprint,
    access,
    objects,
    notifications,
    identity,
    kms: new Kms(blueprint.keys, folder),
    functions,
  };
}

/** What brings work to the functions. */
function makeRunners(
  { blueprint, functions, identity, clock, messaging }: Servers & Resources,
  deliverTwice: boolean,
): Runners {
  const hearers = deliverTwice ? twiceOver(functions) : functions;
  const now = (): Date => clock.now();
  const { apiId, routes } = blueprint;
  return {
    gateway: new Gateway({ apiId, routes, functions, authoriser: new Authoriser(identity.keys, now), now }),
    sources: blueprint.mappings.map((spec) => new EventSource(spec, messaging, hearers, () => clock.ahead)),
    schedules: new Schedules(blueprint.schedules, clock, async (name, payload) => {
      if (deliverTwice) await functions.invokeAsync(name, payload);
      return functions.invokeAsync(name, payload);
    }),
  };
}
