import type { Item } from "../../../shared/runtime/table.ts";
import { shardOf } from "../../../shared/values/canonical.ts";
import { backlogKey } from "../keys.ts";
import type { Standing } from "./backlog.ts";

export const standingKey = (subscriptionId: string) => ({ pk: backlogKey(subscriptionId), sk: "STANDING" });

/** Every subscription and host that is to be looked at, by when, is in one of so many lists. */
export const DUE_LISTS = 4;

/** In the index of what is due; out of it, for what is not. @param what a name without two equals */
export const dueAt = (instant: string | null, what: string): Record<string, string | undefined> =>
  instant === null
    ? { gsi1pk: undefined, gsi1sk: undefined }
    : { gsi1pk: `DUE#${shardOf(what, DUE_LISTS)}`, gsi1sk: `${instant}#${what}` };

export const standingItem = (standing: Standing): Item => ({
  ...standingKey(standing.subscriptionId),
  ...standing,
  ...dueAt(standing.dueAt, standing.subscriptionId),
});
