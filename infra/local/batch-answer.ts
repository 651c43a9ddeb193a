import type { Outcome } from "./thread.ts";

/**
 * Which messages of a batch come back to the queue, by AWS's rules: all after an error of the function or an answer
 * it cannot make sense of, those named in `batchItemFailures`, or none.
 */
export function failedItems(
  outcome: Outcome,
  messageIds: readonly string[],
  reportsItemFailures: boolean,
): string[] {
  if ("error" in outcome) return [...messageIds];
  if (!reportsItemFailures) return [];
  const answer = JSON.parse(outcome.answer) as unknown;
  if (answer === null || answer === undefined) return [];
  if (typeof answer !== "object" || Array.isArray(answer)) return [...messageIds];
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return [...messageIds];
  const named = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const sound = named.every((id) => typeof id === "string" && messageIds.includes(id));
  return sound ? (named as string[]) : [...messageIds];
}
