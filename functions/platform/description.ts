import { readFileSync } from "node:fs";
import { join } from "node:path";

let document: string | undefined;

/** The OpenAPI document, as it was written beside this function when it was bundled. */
export function description(): string {
  document ??= readFileSync(join(import.meta.dirname, "openapi.json"), "utf8");
  return document;
}
