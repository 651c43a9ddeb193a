import { createHash } from "node:crypto";
import { createWriteStream, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { FunctionSpec } from "./blueprint.ts";

/** How a function ended, as AWS tells it; `unhandled` when the handler itself threw or the environment died. */
export type Outcome = { answer: string } | { error: FunctionError };

export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

export interface ThreadOptions {
  spec: FunctionSpec;
  environment: Record<string, string>;
  shift: Float64Array;
  logFile: string;
  /** See `guardTables`. */
  tableGrants: string[];
}

interface Running {
  requestId: string;
  settle: (outcome: Outcome) => void;
  timer: NodeJS.Timeout;
  watch: NodeJS.Timeout;
}

const YOUNG_MB = 16;
/** Three spaces make the nursery. */
const SPACES = 3;
const MEMORY_LOOKS_MS = 500;
const START_LIMIT_MS = 10_000;

/** One execution environment of a function: a thread with its own modules, memory limit and log. */
export class FunctionThread {
  readonly #spec: FunctionSpec;
  readonly #worker: Worker;
  readonly #ready: Promise<FunctionError | null>;
  #running: Running | undefined;
  /** Whether it can still be used. */
  alive = true;
  idleSince = Date.now();

  constructor({ spec, environment, shift, logFile, tableGrants }: ThreadOptions) {
    this.#spec = spec;
    const [file = "", name = ""] = spec.handler.split(/\.(?=[^.]*$)/);
    const { NODE_OPTIONS: options = "", ...env } = environment;
    this.#worker = new Worker(bootstrap(), {
      name: spec.name,
      env,
      execArgv: [],
      stdout: true,
      stderr: true,
      // old objects get the share that Lambda itself gives them; what is young would only wait to be collected
      resourceLimits: {
        maxOldGenerationSizeMb: Math.floor(spec.memoryMb * 0.9),
        maxYoungGenerationSizeMb: youngMbOf(options),
      },
      workerData: {
        folder: spec.folder,
        file,
        name,
        shift,
        functionName: spec.name,
        functionArn: spec.arn,
        memoryMb: spec.memoryMb,
        logGroup: spec.logGroup,
        tableGrants,
      },
    });
    const log = createWriteStream(logFile, { flags: "a" });
    this.#worker.stdout.pipe(log, { end: false });
    this.#worker.stderr.pipe(log, { end: false });
    this.#worker.once("exit", () => setTimeout(() => log.end(), 100));
    this.#ready = new Promise((resolve) => {
      const late = setTimeout(
        () => resolve(sandbox("Sandbox.Timedout", "the function's modules took over 10 s to load")),
        START_LIMIT_MS,
      );
      const done = (broken: FunctionError | null): void => {
        clearTimeout(late);
        resolve(broken);
      };
      this.#worker.on("message", (message: Record<string, unknown>) => {
        if ("requestId" in message) this.#finish(message as unknown as Finished);
        else done((message["broken"] as FunctionError | undefined) ?? null);
      });
      this.#worker.on("error", (cause: Error & { code?: string }) => {
        this.#die(fatal(cause));
        done(fatal(cause));
      });
      this.#worker.on("exit", (code) => {
        const gone = sandbox(
          "Runtime.ExitError",
          `RequestId: ${this.#running?.requestId ?? "-"} Error: Runtime exited with status ${code}`,
        );
        this.#die(gone);
        done(gone);
      });
    });
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Runs one invocation; the thread ends with it when it takes too long, takes too much memory or breaks. */
  async invoke(requestId: string, payload: string): Promise<Outcome> {
    const outcome = new Promise<Outcome>((settle) => {
      this.#running = {
        requestId,
        settle,
        timer: setTimeout(() => this.#timeOut(requestId), START_LIMIT_MS + this.#spec.timeoutSeconds * 1000),
        watch: setInterval(() => void this.#watchMemory(requestId), MEMORY_LOOKS_MS),
      };
    });
    const broken = await this.#ready;
    if (broken) this.#die(broken);
    else if (this.#running) {
      clearTimeout(this.#running.timer);
      const milliseconds = this.#spec.timeoutSeconds * 1000;
      this.#running.timer = setTimeout(() => this.#timeOut(requestId), milliseconds);
      this.#worker.postMessage({ requestId, payload, deadline: Date.now() + milliseconds });
    }
    return outcome;
  }

  /** Ends the thread; a running invocation fails. */
  async end(): Promise<void> {
    this.#die(sandbox("Sandbox.Stopped", "the stage stopped"));
    await this.#worker.terminate();
  }

  #finish({ requestId, answer, error }: Finished): void {
    if (this.#running?.requestId !== requestId) return;
    this.#settle(error ? { error } : { answer: answer ?? "null" });
  }

  #timeOut(requestId: string): void {
    const text = `RequestId: ${requestId} Error: Task timed out after ${this.#spec.timeoutSeconds.toFixed(2)} seconds`;
    this.#die(sandbox("Sandbox.Timedout", text));
    void this.#worker.terminate();
  }

  /** Node limits the heap alone; what Lambda limits includes buffers. */
  async #watchMemory(requestId: string): Promise<void> {
    const heap = await this.#worker.getHeapStatistics().catch(() => null);
    if (!heap || this.#running?.requestId !== requestId) return;
    const megabytes = (heap.used_heap_size + heap.external_memory) / 2 ** 20;
    if (megabytes <= this.#spec.memoryMb) return;
    this.#die(outOfMemory(requestId));
    await this.#worker.terminate();
  }

  #die(error: FunctionError): void {
    this.alive = false;
    this.#settle({ error });
  }

  #settle(outcome: Outcome): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    this.idleSince = Date.now();
    clearTimeout(running.timer);
    clearInterval(running.watch);
    running.settle(outcome);
  }
}

interface Finished {
  requestId: string;
  answer?: string;
  error?: FunctionError;
}

const sandbox = (errorType: string, errorMessage: string): FunctionError => ({
  errorType,
  errorMessage,
  trace: [],
});
const outOfMemory = (requestId: string): FunctionError =>
  sandbox("Runtime.OutOfMemory", `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`);

function fatal(cause: Error & { code?: string }): FunctionError {
  if (cause.code === "ERR_WORKER_OUT_OF_MEMORY") return outOfMemory("-");
  return { errorType: cause.name, errorMessage: cause.message, trace: (cause.stack ?? "").split("\n") };
}

let bootstrapFile: string | undefined;

/** The environment's own code without its types: stripping them in each thread would cost it 100 ms and 5 MB. */
function bootstrap(): string {
  if (bootstrapFile) return bootstrapFile;
  const parts = ["./shifted-time.ts", "./table-guard.ts", "./environment.ts"].map((name) =>
    readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8"),
  );
  // one file of the three: what they import of each other goes, and so does what they export
  const source = parts
    .join("\n")
    .replace(/^import .* from "\.\/.*$/gm, "")
    .replace(/^export /gm, "");
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 12);
  const file = join(fileURLToPath(new URL("../../.build/stage", import.meta.url)), `environment-${hash}.mjs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, withoutTypes(source));
  renameSync(`${file}.${process.pid}`, file);
  bootstrapFile = file;
  return file;
}

/** Node strips types of every file it loads; only of the function that does it for a text it warns. */
function withoutTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** A thread can't be given options of a process; the one that functions use has a meaning for threads as well. */
function youngMbOf(options: string): number {
  if (options === "") return YOUNG_MB;
  const semiMb = /^--max-semi-space-size=(\d+)$/.exec(options)?.[1];
  if (semiMb === undefined) throw new Error(`The stage does not honour NODE_OPTIONS=${options}`);
  return Math.min(YOUNG_MB, SPACES * Number(semiMb));
}
