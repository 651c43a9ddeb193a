/** A caller of the public API, as any client of the city would be: it knows routes, roles and nothing of the inside. */
export interface Persona {
  roles: string[];
  org?: string;
  sub: string;
}

export interface Reply<T> {
  status: number;
  body: T;
}

/** What goes along with a call: JSON, or a file of a media type; the statuses that are fine; an idempotency key. */
interface Sent {
  body?: unknown;
  text?: string | Uint8Array<ArrayBuffer>;
  type?: string;
  expect?: number[];
  key?: string;
}

export class UnexpectedAnswer extends Error {
  readonly status: number;

  constructor(method: string, path: string, status: number, body: unknown) {
    super(`${method} ${path} answered ${status}: ${JSON.stringify(body).slice(0, 400)}`);
    this.status = status;
  }
}

export class Client {
  readonly url: string;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(url: string) {
    this.url = url;
  }

  /** Sends as the persona; answers any of the expected statuses, throws on every other. */
  async call<T = Record<string, unknown>>(
    persona: Persona | null,
    method: string,
    path: string,
    { body, text, type = "text/csv", expect, key }: Sent = {},
  ): Promise<Reply<T>> {
    const headers: Record<string, string> = {};
    if (persona) headers.authorization = `Bearer ${await this.#token(persona)}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    if (text !== undefined) headers["content-type"] = type;
    if (key) headers["idempotency-key"] = key;
    const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const init = {
      method,
      headers,
      redirect: "manual" as const,
      ...(payload === undefined ? {} : { body: payload }),
    };
    const response = await fetch(this.url + path, init);
    const answer = await response.text();
    const parsed = answer.startsWith("{") || answer.startsWith("[") ? JSON.parse(answer) : { text: answer };
    if (response.status === 303) parsed.location = response.headers.get("location");
    if (response.status === 409 && parsed.code === "idempotency-in-progress") {
      // a call that died with its stage; after half a minute its key is free
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return this.call(persona, method, path, { body, text, type, expect, key });
    }
    const fine = expect ? expect.includes(response.status) : response.status < 400;
    if (!fine) throw new UnexpectedAnswer(method, path, response.status, parsed);
    return { status: response.status, body: parsed as T };
  }

  /** Every item of a list, page by page. */
  async list<T>(persona: Persona | null, path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const joint = path.includes("?") ? "&" : "?";
      const next: string = `${path}${joint}limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
      const { body } = await this.call<{ items: T[]; cursor: string | null }>(persona, "GET", next);
      items.push(...body.items);
      cursor = body.cursor;
    } while (cursor);
    return items;
  }

  /** Waits until nothing is under way any more. */
  async settle(): Promise<void> {
    await this.call(null, "POST", "/dev/settle");
  }

  /** Moves the city's clock forward; one that is there already stays. Tokens of the old time are thrown away. */
  async clock(now: string): Promise<void> {
    await this.call(null, "POST", "/dev/clock", { body: { now }, expect: [200, 409] });
    this.#tokens.clear();
  }

  #token(persona: Persona): Promise<string> {
    const key = JSON.stringify(persona);
    const known =
      this.#tokens.get(key) ??
      this.call<{ access_token: string }>(null, "POST", "/dev/token", { body: persona }).then(
        ({ body }) => body.access_token,
      );
    this.#tokens.set(key, known);
    return known;
  }
}

/** Works through a list with several callers at once. */
export async function each<T>(
  list: readonly T[],
  work: (item: T) => Promise<void>,
  width = 8,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let at = next++; at < list.length; at = next++) await work(list[at] as T);
    }),
  );
}
