import { type Client, each } from "./client.ts";
import type { City, Placement } from "./model.ts";
import { PERIOD } from "./month.ts";
import { DEFAULT_POLICY, expected, type OraclePolicy } from "./oracle.ts";
import { people } from "./people.ts";

/** One figure on which the books and the oracle do not agree. */
export interface Difference {
  where: string;
  books: number | string;
  oracle: number | string;
}

interface Line {
  placementId: string;
  amountFen: number;
  days: number;
}

/** Holds every settled enterprise and every line of it against the oracle: amounts to the fen, days to the day. */
export async function compare(
  client: Client,
  city: City,
  policy: OraclePolicy = DEFAULT_POLICY,
): Promise<Difference[]> {
  const oracle = expected(city, policy);
  const differences: Difference[] = [];
  const hold = (where: string, books: number, said: number) => {
    if (books !== said) differences.push({ where, books, oracle: said });
  };
  let total = 0;
  await each(city.enterprises, async ({ uscc }) => {
    const said = oracle.byEnterprise[uscc];
    const path = `/v1/settlements/${PERIOD}/${uscc}`;
    const { status, body } = await client.call<{ totalFen: number }>(people.finance, "GET", path, {
      expect: [200, 404],
    });
    const totalFen = status === 200 ? body.totalFen : 0;
    total += totalFen;
    hold(`${uscc} total`, totalFen, said?.amountFen ?? 0);
    if (status !== 200) return;
    const keys = await keysOf(client, uscc, city.placements);
    for (const line of await linesOf(client, uscc)) {
      const one = said?.byPlacement[keys.get(line.placementId) ?? ""];
      hold(`${line.placementId} amount`, line.amountFen, one?.amountFen ?? 0);
      hold(`${line.placementId} days`, line.days, one?.days ?? 0);
    }
  });
  hold("city total", total, oracle.totalFen);
  return differences;
}

async function keysOf(
  client: Client,
  uscc: string,
  placements: readonly Placement[],
): Promise<Map<string, string>> {
  type Listed = { agreementNo: string; placementId: string };
  const known = new Map(placements.map(({ agreementNo, key }) => [agreementNo, key]));
  const listed = await client.list<Listed>(people.officer, `/v1/enterprises/${uscc}/placements`);
  return new Map(listed.map(({ agreementNo, placementId }) => [placementId, known.get(agreementNo) ?? ""]));
}

async function linesOf(client: Client, uscc: string): Promise<Line[]> {
  const lines: Line[] = [];
  let cursor: string | null = null;
  do {
    const next: string = `/v1/settlements/${PERIOD}/${uscc}?limit=500${cursor ? `&cursor=${cursor}` : ""}`;
    const { body } = await client.call<{ lines: { items: Line[]; cursor: string | null } }>(
      people.finance,
      "GET",
      next,
    );
    lines.push(...body.lines.items);
    cursor = body.lines.cursor;
  } while (cursor);
  return lines;
}
