import type { EventDefinition } from "../../events/envelope.ts";
import type { Client, Persona } from "../city/client.ts";
import type { Receiver } from "./receiver.ts";

/** A partner system that speaks for an organisation. */
export const partner = (org: string): Persona => ({ roles: ["partner"], org, sub: `system-${org}` });

/** Subscribes a receiver's path to some events; from then on it verifies what comes there. */
export async function subscribe(
  client: Client,
  by: Persona,
  receiver: Receiver,
  path: string,
  events: readonly EventDefinition[],
  given?: string,
): Promise<{ id: string; secret: string }> {
  const body = {
    url: `${receiver.url}${path}`,
    types: events.map(({ type }) => type),
    ...(given ? { secret: given } : {}),
  };
  const made = await client.call<{ id: string; secret: string }>(by, "POST", "/v1/subscriptions", {
    body,
    expect: [201],
  });
  receiver.secrets.set(path, made.body.secret);
  return made.body;
}

export const healthOf = async (client: Client, by: Persona, id: string) =>
  (await client.call(by, "GET", `/v1/subscriptions/${id}/health`)).body;

/** The code of a refusal that is expected. */
export async function refusal(
  client: Client,
  by: Persona,
  method: string,
  path: string,
  status: number,
  body?: unknown,
): Promise<string> {
  const answer = await client.call<{ code: string }>(by, method, path, {
    ...(body === undefined ? {} : { body }),
    expect: [status],
  });
  return answer.body.code;
}
