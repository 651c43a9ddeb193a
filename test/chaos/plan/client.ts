import { gatewayEvent } from "../../../infra/local/gateway-event.ts";
import { Routing } from "../../../infra/local/routing.ts";
import type { Persona } from "../../city/client.ts";
import { type Dice, perMille } from "../engine/chance.ts";
import type { Engine } from "../engine/engine.ts";

export interface Reply<T = Record<string, unknown>> {
  status: number;
  body: T;
  /** Whether an earlier attempt may have done it, though nobody was told. */
  doubtful: boolean;
}

interface Sending {
  body?: unknown;
  text?: string;
  /** Statuses that are an answer; any other 4xx is a fault of the plan. */
  expect?: readonly number[];
}

const SECOND = 1_000;
/** After half a minute the mark of a call that died is free. */
const PATIENCE_MS = 35 * SECOND;
const MOST_ATTEMPTS = 60;
const REPLAYED = 60;
/** Seven days from the first attempt; after that a key means another request. */
const KEY_LIVES_MS = 7 * 86_400 * SECOND;

/** Callers of the public API who try again until they know, under one key, as a patient client does. */
export class PatientClient {
  readonly #engine: Engine;
  readonly #routing: Routing;
  readonly #roll: Dice;
  #calls = 0;

  constructor(engine: Engine, roll: Dice) {
    this.#engine = engine;
    this.#roll = roll;
    this.#routing = new Routing(engine.cloud.blueprint.routes);
  }

  /** @throws Error for an answer that the plan does not expect */
  async call<T = Record<string, unknown>>(
    by: Persona,
    method: string,
    path: string,
    { body, text, expect = [] }: Sending = {},
  ): Promise<Reply<T>> {
    let doubtful = false;
    let key = `key-${++this.#calls}`;
    let since = this.#engine.now;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const reply = await this.#once(by, method, path, { body, text, key });
      const code = (reply?.body as { code?: string } | undefined)?.code;
      if (reply && reply.status < 400) {
        const isKept = this.#engine.now - since < KEY_LIVES_MS;
        if (method === "POST" && isKept) await this.#replay(by, path, { body, text, key }, reply);
        return { ...(reply as Reply<T>), doubtful };
      }
      if (
        reply &&
        expect.includes(reply.status) &&
        code !== "changed-meanwhile" &&
        code !== "idempotency-in-progress"
      )
        return { ...(reply as Reply<T>), doubtful };
      if (!reply || reply.status >= 500) doubtful = true;
      // somebody else came first, perhaps this very call: it is looked at again
      else if (code === "changed-meanwhile") {
        key = `key-${++this.#calls}`;
        since = this.#engine.now;
        doubtful = true;
      } else if (code !== "idempotency-in-progress")
        throw new Error(
          `${method} ${path} answered ${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`,
        );
      await this.#engine.sleep(this.#roll.between(SECOND, PATIENCE_MS));
    }
    throw new Error(`${method} ${path} got no answer in ${MOST_ATTEMPTS} attempts`);
  }

  async list<T>(by: Persona, path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const joint = path.includes("?") ? "&" : "?";
      const next: string = `${path}${joint}limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
      const { body } = await this.call<{ items: T[]; cursor: string | null }>(by, "GET", next);
      items.push(...body.items);
      cursor = body.cursor;
    } while (cursor);
    return items;
  }

  /** The same request under the same key once more: it must be given the first answer. */
  async #replay(by: Persona, path: string, sending: Sending & { key: string }, first: { body: unknown }) {
    if (!perMille(this.#roll, REPLAYED) || !this.#engine.faults.happens("request-replayed", path)) return;
    const again = await this.#once(by, "POST", path, sending);
    if (!again || again.status >= 500) return;
    if (JSON.stringify(again.body) !== JSON.stringify(first.body))
      throw new Error(`POST ${path}, replayed: ${again.status} ${JSON.stringify(again.body).slice(0, 300)}`);
  }

  /** @returns null where nobody answers */
  async #once(
    by: Persona,
    method: string,
    url: string,
    { body, text, key }: Sending & { key: string },
  ): Promise<{ status: number; body: unknown } | null> {
    const [path = ""] = url.split("?");
    const found = this.#routing.find(method, path);
    if (!found) throw new Error(`There is no route ${method} ${path}`);
    const payload = text ?? (body === undefined ? "" : JSON.stringify(body));
    const event = gatewayEvent({
      method,
      url,
      headers: {
        host: "api.chaos",
        ...(payload ? { "content-type": text === undefined ? "application/json" : "text/csv" } : {}),
        ...(method === "GET" ? {} : { "idempotency-key": key }),
      },
      body: Buffer.from(payload),
      routeKey: found.key,
      pathParameters: found.parameters,
      claims: { ...by },
      apiId: this.#engine.cloud.blueprint.apiId,
      requestId: `request-${this.#calls}`,
      now: new Date(this.#engine.now),
    });
    const outcome = await this.#engine.invoke(found.route.functionName, event);
    if ("error" in outcome) return null;
    const { statusCode, body: answer } = JSON.parse(outcome.answer) as { statusCode: number; body: string };
    return { status: statusCode, body: answer ? JSON.parse(answer) : null };
  }
}
