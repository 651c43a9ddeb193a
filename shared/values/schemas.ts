import * as z from "zod/mini";
import { normaliseUscc } from "./identifiers.ts";
import { isDate, isPeriod } from "./period.ts";

/** Building blocks of routes and events. Descriptions end up in the OpenAPI document. */
export const text = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
export const code = z.string().check(z.trim(), z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/));
export const uscc = z.pipe(
  z.pipe(z.string().check(z.maxLength(40)), z.transform(normaliseUscc)),
  z.string().check(z.regex(/^[0-9A-Z]{18}$/)),
);
export const period = z.string().check(z.refine(isPeriod, { error: "period" }));
export const date = z.string().check(z.refine(isDate, { error: "date" }));
export const instant = z.iso.datetime({ offset: true });
export const fen = z.int();
export const count = z.int().check(z.minimum(0));
export const reason = z.object({ code: z.string(), zh: z.string(), en: z.string() });

/** `?limit=&cursor=` of every list. */
export const pageQuery = {
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1000))),
  cursor: z.optional(z.string().check(z.maxLength(2000))),
};
/** `{items, cursor}`; `cursor` is null on the last page. */
export const page = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), cursor: z.nullable(z.string()) });
