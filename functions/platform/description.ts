import { readFileSync } from "node:fs";
import { join } from "node:path";

const documents = new Map<string, string>();

/** The OpenAPI or the AsyncAPI document, as it was written beside this function when it was bundled. */
export function description(name: "openapi.json" | "asyncapi.json"): string {
  const known = documents.get(name) ?? readFileSync(join(import.meta.dirname, name), "utf8");
  documents.set(name, known);
  return known;
}
