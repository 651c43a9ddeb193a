import { expect, it } from "vitest";
import type { Month } from "../../../functions/attendance/queries.ts";
import { type Gatherer, peopleOf } from "../../../functions/subsidy/gather.ts";
import { shardOf } from "../../../shared/values/canonical.ts";

const PLACEMENTS = Array.from({ length: 200 }, (_, index) => `P${index}`);

/** Whose files name everybody, each placement in its shard. */
const gather = {
  named: async ({ shards }: Month, shard: number) =>
    new Map(PLACEMENTS.filter((id) => shardOf(id, shards) === shard).map((id) => [id, `person of ${id}`])),
} as Gatherer;

it.each([
  [1, [1]],
  [1, [4]],
  [2, [8, 1]],
  [8, [8, 2, 1]],
])(
  "in %i parts nobody is left out, and nobody is in two, with months of %j shards",
  async (parts, shards) => {
    const months = shards.map((count) => ({ shards: count }) as Month);
    const found = await Promise.all(
      Array.from({ length: parts }, (_, part) => peopleOf(months, part, parts, gather)),
    );
    expect(found.flat().toSorted()).toEqual(PLACEMENTS.map((id) => `person of ${id}`).toSorted());
  },
);
