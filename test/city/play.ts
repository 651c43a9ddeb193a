import { Client } from "./client.ts";
import { compare } from "./compare.ts";
import { type Display, plainDisplay } from "./display.ts";
import { buildCity } from "./model.ts";
import { month } from "./month.ts";
import { seed } from "./seed.ts";
import { summary } from "./summary.ts";

export { seed } from "./seed.ts";

export interface PlayOptions {
  url: string;
  scale?: "full" | "small";
  display?: Display;
}

/**
 * Plays June 2026 of the sample city through the public API, from registration to the published ranking, and holds
 * the books against the oracle. It can be stopped anywhere and played again: every step finds what it did before.
 * @returns whether the oracle agrees to the fen
 */
export async function play({
  url,
  scale = "full",
  display = plainDisplay,
}: PlayOptions): Promise<{ ok: boolean }> {
  const client = new Client(url);
  const city = buildCity({ scale });
  await seed({ url });
  await month(client, city, display);
  const differences = await compare(client, city);
  display.text(await summary(client, city, differences));
  return { ok: differences.length === 0 };
}
