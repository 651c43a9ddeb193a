import { SaxesParser } from "saxes";

/** An element as messages of ISO 20022 use it: either elements or text in it, no mixture. */
export interface Element {
  name: string;
  uri: string;
  children: Element[];
  text: string;
}

export class NotXml extends Error {}

/** Deeper than any message of ISO 20022 goes. */
const DEEPEST = 32;

/**
 * Reads a whole XML document, strictly: it has to be well-formed and may define nothing of its own, so there are no
 * entities to expand and nothing to fetch. Its size is the caller's to bound.
 * @throws NotXml
 */
export function readXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const root: Element = { name: "", uri: "", children: [], text: "" };
  const open = [root];
  const refuse = (what: string): never => {
    throw new NotXml(what);
  };
  parser.on("error", (cause) => refuse(cause.message));
  parser.on("doctype", () => refuse("A document type is not taken"));
  parser.on("opentag", ({ local, uri }) => {
    const element = { name: local, uri, children: [], text: "" };
    if (open.length > DEEPEST) refuse("Nested too deep");
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  const add = (piece: string) => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.write(text).close();
  return root.children[0] ?? refuse("No element");
}

/** The elements at a path below, e.g. `all(message, "OrgnlPmtInfAndSts", "TxInfAndSts")`. */
export const all = (element: Element, ...path: string[]): Element[] =>
  path.reduce<Element[]>(
    (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [element],
  );

/** The text at a path below, trimmed; empty when there is none. */
export const textAt = (element: Element, ...path: string[]): string =>
  all(element, ...path)[0]?.text.trim() ?? "";

export type Content = string | readonly (Node | null)[];
/** Name, content and attributes of an element to be written. */
export type Node = readonly [name: string, content: Content, attributes?: Record<string, string>];

/** A document in UTF-8, indented; elements without content are written as they are. */
export const writeXml = (root: Node): string => `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, "")}`;

function write([name, content, attributes = {}]: Node, indent: string): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const opening = `${indent}<${name}${given.join("")}>`;
  if (typeof content === "string") return `${opening}${escapeXml(content)}</${name}>\n`;
  const inner = content.filter((node) => node !== null).map((node) => write(node, `${indent}  `));
  return `${opening}\n${inner.join("")}${indent}</${name}>\n`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for XML 1.0, which has no place for control characters: they become spaces. */
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML excludes
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, " ")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
