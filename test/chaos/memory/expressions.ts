import { type Item, sameValue, textOf, type Value } from "./item.ts";

/** Names and values that an expression's placeholders stand for. */
export interface Placeholders {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, Value>;
}

/** What an operation refuses, by DynamoDB's own name for it. */
export class Refusal extends Error {
  readonly type: string;
  readonly extra: Record<string, unknown>;

  constructor(type: string, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.type = type;
    this.extra = extra;
  }
}

export const invalid = (message: string): Refusal => new Refusal("ValidationException", message);

const nameOf = (text: string, { ExpressionAttributeNames = {} }: Placeholders): string => {
  const name = text.startsWith("#") ? ExpressionAttributeNames[text] : text;
  if (name === undefined) throw invalid(`An expression attribute name used is not defined: ${text}`);
  return name;
};

const givenValue = (text: string, { ExpressionAttributeValues = {} }: Placeholders): Value => {
  const value = ExpressionAttributeValues[text];
  if (value === undefined) throw invalid(`An expression attribute value used is not defined: ${text}`);
  return value;
};

/** Whether a condition of the kernel's table holds; any other kind of condition is refused. */
export function holds(condition: string | undefined, item: Item | undefined, given: Placeholders): boolean {
  if (condition === undefined) return true;
  const [, call, argument] = /^(attribute_exists|attribute_not_exists)\((#?\w+)\)$/.exec(condition) ?? [];
  if (call && argument) {
    const exists = item?.[nameOf(argument, given)] !== undefined;
    return exists === (call === "attribute_exists");
  }
  const [, left, right] = /^(#?\w+) = (:\w+)$/.exec(condition) ?? [];
  if (left && right) return sameValue(item?.[nameOf(left, given)], givenValue(right, given));
  throw invalid(`This server does not know the condition ${condition}`);
}

/** Sort keys from and up to, both included; a prefix has no end but itself. */
export interface Range {
  from: string;
  to: string | null;
  prefix: string | null;
}

/** The partition and the range of sort keys that a query asks for, as `queryInput` of the kernel writes it. */
export function keyCondition(
  expression: string,
  given: Placeholders,
): { pkName: string; pk: string; range: Range } {
  const [, pkName, pk, rest = ""] = /^(#?\w+) = (:\w+)(?: AND (.*))?$/.exec(expression) ?? [];
  if (!pkName || !pk) throw invalid(`This server does not know the key condition ${expression}`);
  return { pkName: nameOf(pkName, given), pk: keyText(givenValue(pk, given)), range: rangeOf(rest, given) };
}

function rangeOf(expression: string, given: Placeholders): Range {
  const text = (placeholder: string | undefined): string => keyText(givenValue(placeholder ?? "", given));
  if (expression === "") return { from: "", to: null, prefix: null };
  const [, prefix] = /^begins_with\(#?\w+, (:\w+)\)$/.exec(expression) ?? [];
  if (prefix) return { from: text(prefix), to: null, prefix: text(prefix) };
  const [, from, to] = /^#?\w+ BETWEEN (:\w+) AND (:\w+)$/.exec(expression) ?? [];
  if (from) return { from: text(from), to: text(to), prefix: null };
  const [, most] = /^#?\w+ <= (:\w+)$/.exec(expression) ?? [];
  if (most) return { from: "", to: text(most), prefix: null };
  throw invalid(`This server does not know the key condition ${expression}`);
}

function keyText(value: Value): string {
  if ("S" in value) return value.S;
  throw invalid("Condition parameter type does not match schema type");
}

/** The item after an `ADD` of numbers, and the attributes that were added to. */
export function added(expression: string, item: Item, given: Placeholders): { item: Item; changed: Item } {
  if (!expression.startsWith("ADD ")) throw invalid(`This server does not know the update ${expression}`);
  const changes = expression
    .slice(4)
    .split(", ")
    .map((part) => {
      const [name = "", value = ""] = part.split(" ");
      const attribute = nameOf(name, given);
      const sum = numberOf(item[attribute] ?? { N: "0" }) + numberOf(givenValue(value, given));
      return [attribute, { N: String(sum) }] as const;
    });
  const changed = Object.fromEntries(changes);
  return { item: { ...item, ...changed }, changed };
}

function numberOf(value: Value): number {
  if ("N" in value) return Number(value.N);
  throw invalid("An operand in the update expression has an incorrect data type");
}

export function projected(item: Item, expression: string | undefined, given: Placeholders): Item {
  if (expression === undefined) return item;
  const names = expression.split(", ").map((name) => nameOf(name, given));
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]] as const] : [])));
}

/** The key of an item or of a `Key`. @throws Refusal when it lacks one of its texts, or is no key of this table */
export function keyOf(item: Item, whole = true): { pk: string; sk: string } {
  const [pk, sk] = [textOf(item, "pk"), textOf(item, "sk")];
  if (!pk || !sk || (!whole && Object.keys(item).length !== 2))
    throw invalid("The provided key element does not match the schema");
  return { pk, sk };
}
