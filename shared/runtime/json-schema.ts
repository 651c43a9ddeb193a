import * as z from "zod/mini";
import * as named from "../values/schemas.ts";

export type Json = Record<string, unknown>;

/** What refinements check and JSON Schema cannot see; by the schema they belong to. */
const FORMS = new Map<unknown, Json>([
  [named.period, { pattern: "^(19|20)\\d{2}-(0[1-9]|1[0-2])$", examples: ["2026-06"] }],
  [named.date, { format: "date", examples: ["2026-06-30"] }],
  [named.uscc, { description: "统一社会信用代码 Unified social credit code, GB 32100-2015" }],
  [named.fen, { description: "分 Fen, 1/100 yuan" }],
]);

/** As OpenAPI 3.1 has it, or as AsyncAPI's own dialect does. */
type Dialect = "draft-2020-12" | "draft-7";

/** JSON Schema of what comes in, or of what goes out. What goes out stays open, so that a field that is added breaks nobody's generated client. */
export function jsonSchema(
  schema: z.ZodMiniType,
  io: "input" | "output",
  target: Dialect = "draft-2020-12",
): Json {
  const { $schema: _dialect, ...result } = z.toJSONSchema(schema, {
    io,
    target,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema: made }) => {
      Object.assign(made, FORMS.get(zodSchema));
      if (io === "output" && made.additionalProperties === false) delete made.additionalProperties;
    },
  });
  return result;
}
