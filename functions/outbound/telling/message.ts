import * as z from "zod/mini";
import { toldOutside } from "../../../events/catalogue.ts";
import { type Envelope, type EventDefinition, outsideData } from "../../../events/envelope.ts";
import { sha256 } from "../../../shared/values/canonical.ts";

/** A fact as subscribers get it: CloudEvents 1.0, structured. */
export interface Message {
  /** `webhook-id`: follows from the fact, so every attempt and every replay has the same. */
  id: string;
  contentType: string;
  body: string;
}

const CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

/** @throws when the fact is of a kind that nobody outside is told */
export function messageOf(envelope: Envelope): Message {
  const { specversion, id, source, type, time, subject, subjectversion } = envelope;
  const data = z.parse(outsideData(definitionOf(type)), envelope.data);
  const datacontenttype = "application/json";
  const event = { specversion, id, source, type, time, subject, subjectversion, datacontenttype, data };
  return { id: webhookId(envelope), contentType: CONTENT_TYPE, body: JSON.stringify(event) };
}

/** An id may hold any character and two sources may give out the same one; a header and its signature want neither. */
const webhookId = ({ source, id }: Envelope): string => `msg_${sha256(`${source}\n${id}`).slice(0, 40)}`;

function definitionOf(type: string): EventDefinition {
  const event = toldOutside.find((one) => one.type === type);
  if (!event) throw new Error(`Nobody outside is told of ${type}`);
  return event;
}
