import type { Wire, WireCall } from "../memory/wire.ts";
import type { Dice } from "./chance.ts";

type Answered = (call: WireCall) => Wire;
type Body = Record<string, unknown>;

/** Does a part of a batch, and leaves the rest to the caller as the service would say it. */
export function doneInPart(call: WireCall, answered: Answered, roll: Dice): Wire {
  const asked = JSON.parse(call.body.toString()) as Body;
  const part = (body: Body): Wire => answered({ ...call, body: Buffer.from(JSON.stringify(body)) });
  const merged = (wire: Wire, change: (body: Body) => void): Wire => {
    const body = JSON.parse(String(wire.body)) as Body;
    change(body);
    return { ...wire, body: JSON.stringify(body) };
  };
  switch (call.operation) {
    case "BatchWriteItem": {
      const [table, puts] = theOne<unknown[]>(asked["RequestItems"]);
      const left = puts.splice(roll.between(1, puts.length) - 1);
      const wire = puts.length > 0 ? part({ RequestItems: { [table]: puts } }) : nothing({});
      return merged(wire, (body) => Object.assign(body, { UnprocessedItems: { [table]: left } }));
    }
    case "BatchGetItem": {
      const [table, request] = theOne<{ Keys: unknown[] }>(asked["RequestItems"]);
      const left = request.Keys.splice(roll.between(1, request.Keys.length) - 1);
      const wire = request.Keys.length > 0 ? part(asked) : nothing({ Responses: {} });
      const UnprocessedKeys = { [table]: { ...request, Keys: left } };
      return merged(wire, (body) => Object.assign(body, { UnprocessedKeys }));
    }
    case "BatchExecuteStatement": {
      const statements = asked["Statements"] as unknown[];
      const left = statements.splice(roll.between(1, statements.length) - 1);
      const wire = statements.length > 0 ? part(asked) : nothing({ Responses: [] });
      const refused = left.map(() => ({ Error: { Code: "ThrottlingError", Message: "Rate exceeded" } }));
      return merged(wire, (body) => (body["Responses"] as unknown[]).push(...refused));
    }
    default: {
      const entries = asked["Entries"] as { Id: string }[];
      const left = entries.splice(roll.between(1, entries.length) - 1);
      const wire = entries.length > 0 ? part(asked) : nothing({ Successful: [] });
      const Failed = left.map(({ Id }) => ({ Id, Code: "InternalError", SenderFault: false }));
      return merged(wire, (body) => Object.assign(body, { Failed }));
    }
  }
}

const theOne = <T>(requests: unknown): [string, T] =>
  Object.entries(requests as Record<string, T>)[0] as [string, T];

const nothing = (body: Body): Wire => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: JSON.stringify(body),
});
