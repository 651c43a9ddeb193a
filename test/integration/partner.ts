import { CloudEvent, HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import type { Client, Reply } from "../city/client.ts";
import { people } from "../city/people.ts";

export interface ReceiptView {
  source: string;
  id: string;
  status: "accepted" | "applied" | "refused";
  duplicate: boolean;
  code: string | null;
}
export interface Answer {
  code?: string;
  receipts?: ReceiptView[];
}
export interface Registered {
  partnerId: string;
  secret: string;
  sources: string[];
  types: string[];
}
interface Sending {
  /** Changes what is sent after it was signed. */
  headers?: Record<string, string>;
  webhookId?: string;
  secret?: string;
  at?: Date;
}
type Told = { type: string; data: Record<string, unknown> } & Partial<CloudEvent<unknown>>;

/** A system of somebody else, as one that uses the official clients would be. */
export class PartnerSystem {
  readonly registered: Registered;
  readonly #client: Client;
  readonly #now: () => Date;
  #number = 0;

  private constructor(registered: Registered, client: Client, now: () => Date) {
    this.registered = registered;
    this.#client = client;
    this.#now = now;
  }

  static async register(client: Client, now: () => Date, partnerId: string, types: string[]) {
    const body = { partnerId, name: partnerId, sources: [`urn:${partnerId}`], types };
    const { body: registered } = await client.call<Registered>(people.admin, "POST", "/v1/partners", {
      body,
    });
    return new PartnerSystem(registered, client, now);
  }

  get source(): string {
    return this.registered.sources[0] ?? "";
  }

  event({ type, data, ...more }: Told): CloudEvent<unknown> {
    this.#number += 1;
    return new CloudEvent({
      id: `${this.#number}`,
      source: this.source,
      subject: "one",
      type,
      data,
      ...more,
    });
  }

  structured(event: CloudEvent<unknown>, sending: Sending = {}): Promise<Reply<Answer>> {
    return this.post(HTTP.structured(event) as Message, sending);
  }

  binary(event: CloudEvent<unknown>, sending: Sending = {}): Promise<Reply<Answer>> {
    return this.post(HTTP.binary(event) as Message, sending);
  }

  batch(events: readonly CloudEvent<unknown>[], sending: Sending = {}): Promise<Reply<Answer>> {
    const headers = { "content-type": "application/cloudevents-batch+json" };
    return this.post({ headers, body: JSON.stringify(events) }, sending);
  }

  /** Tells one event and waits until it was dealt with. @returns what its receipt says then */
  async tell(type: string, data: Record<string, unknown>, subject = "one"): Promise<Concluded> {
    const event = this.event({ type, data, subject });
    const { status, body } = await this.structured(event);
    if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
    await this.#client.settle();
    return this.outcome(event.id);
  }

  async outcome(id: string): Promise<Concluded> {
    const path = `/v1/events/${encodeURIComponent(this.source)}/${encodeURIComponent(id)}`;
    return (await this.#client.call<Concluded>(people.auditor, "GET", path)).body;
  }

  /** Signs as the official client does and sends. */
  async post({ headers, body }: Message, sending: Sending = {}): Promise<Reply<Answer>> {
    const { webhookId = crypto.randomUUID(), at = this.#now(), secret = this.registered.secret } = sending;
    const signed = {
      ...headers,
      "ronghe-partner": this.registered.partnerId,
      "webhook-id": webhookId,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(webhookId, at, body),
      ...sending.headers,
    };
    const response = await fetch(`${this.#client.url}/v1/events`, { method: "POST", headers: signed, body });
    return { status: response.status, body: (await response.json()) as Answer };
  }
}

interface Message {
  headers: Record<string, string>;
  body: string;
}

interface Concluded {
  status: string;
  partnerId: string;
  refusal: { code: string; zh: string; en: string } | null;
}
