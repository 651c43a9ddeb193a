import { readFile, writeFile } from "node:fs/promises";
import * as z from "zod/mini";
import { catalogue, toldOutside } from "../../events/catalogue.ts";
import { outsideData } from "../../events/envelope.ts";
import { routes } from "../../infra/routes.ts";
import { buildOpenApi } from "../../shared/runtime/openapi.ts";
import { drift } from "./drift.ts";
import { files } from "./files.ts";

const RELEASED = "test/check/released.json";

/** What clients and partners hold on to: every route, every event, what subscribers get of one, every file. */
export function contract(): Record<string, unknown> {
  const { portal: _pages, ...api } = routes;
  const { paths } = buildOpenApi(api);
  const schemaOf = (data: z.ZodMiniType) => z.toJSONSchema(data, { io: "input" });
  const events = Object.fromEntries(catalogue.map(({ type, data }) => [type, schemaOf(data)]));
  const subscriptions = Object.fromEntries(
    toldOutside.map((event) => [event.type, schemaOf(outsideData(event))]),
  );
  const now = { paths, events, subscriptions, files: files() };
  return JSON.parse(JSON.stringify(now)) as Record<string, unknown>;
}

/**
 * Compares the contract with the released one. What was there must still be there, the same; more may have come.
 * @param accept write the present contract as the released one, which a reviewer then sees in the diff
 */
export async function contractDrift(accept: boolean): Promise<{ ok: boolean; output: string }> {
  const now = contract();
  if (accept) await writeFile(RELEASED, `${JSON.stringify(now, null, 2)}\n`);
  const broken = drift(JSON.parse(await readFile(RELEASED, "utf8")), now);
  const hint = "If this is meant and no client has it yet: npm run check -- --accept";
  return { ok: broken.length === 0, output: [...broken.slice(0, 40), hint].join("\n") };
}
