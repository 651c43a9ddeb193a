import { readFile, writeFile } from "node:fs/promises";
import * as z from "zod/mini";
import { catalogue } from "../../events/catalogue.ts";
import { routes } from "../../infra/routes.ts";
import { buildOpenApi } from "../../shared/runtime/openapi.ts";

const RELEASED = "test/check/released.json";

/** What clients and partners hold on to: every route with its shapes, every event with its own. */
function contract(): Record<string, unknown> {
  const { portal: _pages, ...api } = routes;
  const { paths } = JSON.parse(JSON.stringify(buildOpenApi(api))) as { paths: Record<string, unknown> };
  const events = catalogue.map(({ type, data }) => [type, z.toJSONSchema(data, { io: "input" })]);
  return { paths, events: Object.fromEntries(events) };
}

/**
 * Compares the contract with the released one. What was there must still be there, the same; more may have come.
 * @param accept write the present contract as the released one, which a reviewer then sees in the diff
 */
export async function contractDrift(accept: boolean): Promise<{ ok: boolean; output: string }> {
  const now = contract();
  if (accept) await writeFile(RELEASED, `${JSON.stringify(now, null, 2)}\n`);
  const released = JSON.parse(await readFile(RELEASED, "utf8")) as unknown;
  const broken = missing(released, JSON.parse(JSON.stringify(now)), "");
  const hint = "If this is meant and no client has it yet: npm run check -- --accept";
  return { ok: broken.length === 0, output: [...broken.slice(0, 40), hint].join("\n") };
}

/** Every place where what was released is gone or different. Additions pass, except new demands on requests. */
function missing(before: unknown, after: unknown, path: string): string[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    const gone = before.filter((item) => !after.some((other) => missing(item, other, path).length === 0));
    const demanded =
      path.endsWith("/required") && path.includes("/requestBody")
        ? after.filter((item) => !before.includes(item))
        : [];
    return [
      ...gone.map((item) => `${path}: ${JSON.stringify(item)} is gone`),
      ...demanded.map((item) => `${path}: ${item} is demanded`),
    ];
  }
  if (before !== null && typeof before === "object") {
    if (after === null || typeof after !== "object") return [`${path} is gone`];
    return Object.entries(before).flatMap(([key, value]) =>
      key in after
        ? missing(value, (after as Record<string, unknown>)[key], `${path}/${key}`)
        : [`${path}/${key} is gone`],
    );
  }
  const wording = /\/(summary|description|title)$/.test(path);
  return before === after || wording
    ? []
    : [`${path}: ${JSON.stringify(before)} became ${JSON.stringify(after)}`];
}
