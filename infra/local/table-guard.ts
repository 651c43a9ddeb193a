import http from "node:http";
import { syncBuiltinESMExports } from "node:module";

type Item = Record<string, unknown>;

/**
 * Refuses calls to DynamoDB that the function's policies do not allow, as AWS would. It happens in the function's
 * own thread: a proxy would cost every call more than the call itself.
 * @param grants allowed pairs, e.g. `Query Ronghe-Table/index/gsi1`
 */
export function guardTables(grants: ReadonlySet<string>, functionName: string): void {
  const original = http.request;
  const guarded = (...args: Parameters<typeof http.request>): http.ClientRequest => {
    const request = original(...args);
    const target = String(request.getHeader("x-amz-target") ?? "");
    const action = /^DynamoDB_\d+\.(\w+)$/.exec(target)?.[1];
    if (!action) return request;
    const end = request.end.bind(request) as (...rest: unknown[]) => http.ClientRequest;
    request.end = ((body: unknown, ...rest: unknown[]) => {
      const refused = demandsOf(action, body).find((demand) => !grants.has(demand));
      if (!refused) return end(body, ...rest);
      const [verb = "", table = ""] = refused.split(" ");
      const message = `${functionName} is not authorized to perform: dynamodb:${verb} on resource: ${table}`;
      return request.destroy(Object.assign(new Error(message), { name: "AccessDeniedException" }));
    }) as typeof request.end;
    return request;
  };
  http.request = guarded as typeof http.request;
  syncBuiltinESMExports();
}

/** The pairs of action and table (or index) that a call needs. */
function demandsOf(action: string, body: unknown): string[] {
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return [`${action} (unread)`];
  const call = JSON.parse(Buffer.from(body as string).toString()) as Item;
  const tableOf = (item: Item): string =>
    String(item["TableName"]) + (item["IndexName"] ? `/index/${String(item["IndexName"])}` : "");
  switch (action) {
    case "BatchGetItem":
    case "BatchWriteItem":
      return Object.keys(call["RequestItems"] as object).map((table) => `${action} ${table}`);
    case "TransactGetItems":
    case "TransactWriteItems":
      return (call["TransactItems"] as Record<string, Item>[]).flatMap((item) =>
        Object.entries(item).map(
          ([verb, part]) =>
            `${verb === "ConditionCheck" ? verb : verb.replace(/Item$/, "")}Item ${tableOf(part)}`,
        ),
      );
    case "ExecuteStatement":
      return [statementDemand(call)];
    case "BatchExecuteStatement":
      return (call["Statements"] as Item[]).map(statementDemand);
    case "ExecuteTransaction":
      return (call["TransactStatements"] as Item[]).map(statementDemand);
    default:
      return [`${action} ${tableOf(call)}`];
  }
}

function statementDemand(call: Item): string {
  const statement = String(call["Statement"]);
  const [, verb = "", table = "", index] =
    /^\s*(INSERT|UPDATE|DELETE|SELECT)\b(?:[^"]*?)"([^"]+)"(?:\."([^"]+)")?/i.exec(statement) ?? [];
  const action = `PartiQL${verb.charAt(0).toUpperCase()}${verb.slice(1).toLowerCase()}`;
  return `${action} ${table}${index ? `/index/${index}` : ""}`;
}
