import { ConditionFailed } from "../../../shared/runtime/table.ts";
import { Problem } from "../../../shared/values/problem.ts";
import type { Support } from "../schemes/scheme.ts";

/** Something that a write is about to hold on to, under the version in which it was seen free. */
export interface Claim {
  support: Support;
  version: number;
}

/** A refused write in the words of what somebody else held on to at the same moment. */
export const unlessHeld =
  (held: readonly Support[], first: number) =>
  (cause: unknown): never => {
    const support = cause instanceof ConditionFailed ? held[cause.index - first] : undefined;
    throw support ? alreadySupports(support) : cause;
  };

/** Names what another application rests on. */
export const alreadySupports = ({ zh, en, pointer }: Support) =>
  new Problem({ status: 409, code: "already-supports-another", zh, en, pointer });
