import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import { type Wire, type WireCall, wireCall } from "../memory/wire.ts";

/** Answers a call; a rejection is an error of the connection. */
export type Answering = (call: WireCall) => Promise<Wire>;

interface Options {
  method?: string;
  port?: number | string;
  hostname?: string;
  path?: string;
  headers?: Record<string, string | number>;
}
type Listener = (response: Readable) => void;

/** Stands in for Node's `http`, as far as AWS's clients and `shared/runtime/aws.ts` use it: nothing leaves the process. */
export function httpInHere(answering: Answering) {
  const request = (...given: unknown[]): Writable => {
    const listener = given.find((one) => typeof one === "function") as Listener | undefined;
    return new Outgoing(optionsOf(given), listener, answering);
  };
  class Agent extends EventEmitter {
    destroy(): void {}
  }
  return { request, Agent, default: { request, Agent } };
}

function optionsOf([first, second]: unknown[]): Options {
  if (!(first instanceof URL)) return first as Options;
  return { port: first.port, path: first.pathname + first.search, ...(second as Options) };
}

/** A request on its way: sent when its body has ended. */
class Outgoing extends Writable {
  readonly #options: Options;
  readonly #answering: Answering;
  readonly #chunks: Buffer[] = [];

  constructor(options: Options, listener: Listener | undefined, answering: Answering) {
    super();
    this.#options = options;
    this.#answering = answering;
    if (listener) this.once("response", listener);
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    const { method = "GET", port = 80, path = "/", headers = {} } = this.#options;
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    const body = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#answering(wireCall(method, Number(port), path, Object.fromEntries(lower), body)).then(
      (wire) => this.emit("response", incoming(wire)),
      (cause: unknown) => this.emit("error", cause),
    );
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): void {}
}

function incoming({ status, headers, body }: Wire): Readable {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const response = new Readable({ read: () => undefined });
  if (bytes.length > 0) response.push(bytes);
  response.push(null);
  return Object.assign(response, { statusCode: status, statusMessage: "", headers, httpVersion: "1.1" });
}
