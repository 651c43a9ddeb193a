import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import type { FunctionSpec } from "../../../infra/local/blueprint.ts";
import { settingsOf } from "../../../infra/local/settings.ts";
import { PORTS } from "../memory/wire.ts";
import { compressionInHere } from "./compression.ts";
import { type Answering, httpInHere } from "./requests.ts";

/** What an environment takes from the city in place of the machine's own: time, timers, chance and the network. */
export interface Surroundings {
  now: () => number;
  setTimeout: (call: () => void, ms?: number) => unknown;
  clearTimeout: (timer: unknown) => void;
  /** In [0, 1). */
  random: () => number;
  answering: Answering;
  /** Lines of the log. */
  write: (text: string) => void;
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;
type Module = { exports: Record<string, unknown> };
type Evaluate = (...given: unknown[]) => void;

const PARAMETERS = [
  ...["exports", "require", "module", "__filename", "__dirname", "process", "Date", "Math"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "console"],
  "importInHere",
];
const compiled = new Map<string, Evaluate>();

/** A bundle as a function of its surroundings, compiled once. */
function compile(file: string, text: string | undefined): Evaluate {
  const name = `${file}${text === undefined ? "" : " (quick)"}`;
  const known = compiled.get(name);
  if (known) return known;
  // the SDK imports Node's modules when it first needs them, which a script cannot do from within
  const bundle = (text ?? readFileSync(file, "utf8")).replaceAll('import("', 'importInHere("');
  const source = `(function (${PARAMETERS.join(", ")}) {${bundle}\n})`;
  const evaluate = new Script(source, { filename: file }).runInThisContext() as Evaluate;
  compiled.set(name, evaluate);
  return evaluate;
}

const CREDENTIALS = { accessKeyId: "chaos", secretAccessKey: "chaos" };
const endpoint = (port: number): string => `http://127.0.0.1:${port}`;
const ENDPOINTS = {
  dynamodb: endpoint(PORTS.dynamodb),
  sqs: endpoint(PORTS.sqs),
  sns: endpoint(PORTS.sns),
  s3: endpoint(PORTS.s3),
  kms: endpoint(PORTS.kms),
};

/**
 * The real bundle of a function, evaluated in this process as if it had it for itself.
 * @param text another bundle of it
 * @returns its handler
 */
export function loadFunction(spec: FunctionSpec, surroundings: Surroundings, text?: string): Handler {
  const [name = "index", exported = "handler"] = spec.handler.split(".");
  const file = join(spec.folder, `${name}.js`);
  const module: Module = { exports: {} };
  const { setTimeout, clearTimeout, write } = surroundings;
  const line = (...texts: unknown[]): void => write(`${texts.join(" ")}\n`);
  const refuse = (): never => {
    throw new Error("No function of the city runs by an interval");
  };
  const require = requiring(file, surroundings);
  compile(file, text)(
    module.exports,
    require,
    module,
    file,
    spec.folder,
    processFor(spec, write),
    dateFor(surroundings.now),
    Object.create(Math, { random: { value: surroundings.random } }),
    setTimeout,
    clearTimeout,
    refuse,
    refuse,
    { log: line, info: line, warn: line, error: line, debug: line, trace: line },
    async (name: string) => require(name),
  );
  return module.exports[exported] as Handler;
}

function requiring(file: string, { answering, random }: Surroundings): (name: string) => unknown {
  const require = createRequire(file);
  const http = httpInHere(answering);
  const crypto = require("node:crypto") as typeof import("node:crypto");
  const randomBytes = (size: number): Buffer =>
    Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
  const seeded = Object.create(crypto, { randomBytes: { value: randomBytes, enumerable: true } });
  const aws = { answering };
  const zlib = compressionInHere;
  const stand: Record<string, unknown> = {
    http,
    https: http,
    crypto: seeded,
    timers,
    zlib,
    "chaos:aws": aws,
  };
  return (name) => stand[name.replace("node:", "")] ?? require(name);
}

/**
 * Middy answers by itself shortly before a function's time is up, and takes the machine's own timer for it. Here that
 * never comes: how long a call waits is up to the seed, and who is cut off is among those who die.
 */
const timers = { setTimeout: () => undefined };

const processFor = (spec: FunctionSpec, write: (text: string) => void): NodeJS.Process =>
  Object.create(process, {
    env: { value: settingsOf(spec, CREDENTIALS, ENDPOINTS) },
    stdout: { value: { write } },
    stderr: { value: { write } },
  });

/** The city's own time, for whoever asks what time it is. */
function dateFor(now: () => number): DateConstructor {
  return class extends Date {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [now()] : given) as [number]));
    }
    static override now(): number {
      return now();
    }
  } as unknown as DateConstructor;
}
