import { invalid } from "./expressions.ts";
import type { Item, Value } from "./item.ts";

/** The item of `INSERT INTO "table" VALUE {'name': ?, …}`, the one PartiQL statement of the kernel. */
export function insertionOf(
  statement: string,
  parameters: readonly Value[],
): { TableName: string; Item: Item } {
  const [, TableName, body] = /^INSERT INTO "([^"]+)" VALUE \{(.*)\}$/s.exec(statement) ?? [];
  if (TableName === undefined || body === undefined)
    throw invalid(`This server does not know the statement ${statement.slice(0, 100)}`);
  const names = [...body.matchAll(/'([^']+)': \?/g)].map(([, name]) => name as string);
  if (names.length !== parameters.length) throw invalid("Number of parameters does not match");
  return { TableName, Item: Object.fromEntries(names.map((name, at) => [name, parameters[at] as Value])) };
}
