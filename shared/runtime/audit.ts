import { setting } from "./config.ts";
import { execution } from "./context.ts";
import { ulid } from "./ids.ts";
import type { Write } from "./table.ts";

/** One change as the record keeps it: who, when, from, to, why. Never personal data, only ids and states. */
export interface Change {
  /** What was changed, e.g. `enterprise/91411200MA9TE0T007`. */
  subject: string;
  /** What was done, e.g. `certification.approved`. */
  action: string;
  from?: unknown;
  to?: unknown;
  why?: string;
}

/** The write that records a change; it belongs into the transaction that makes the change. */
export function record(change: Change, at: Date): Write {
  const { caller, correlationId } = execution();
  return {
    table: setting("AUDIT_TABLE"),
    when: "absent",
    put: {
      pk: change.subject,
      sk: ulid(at),
      at: at.toISOString(),
      who: caller.sub,
      org: caller.org,
      action: change.action,
      from: change.from ?? null,
      to: change.to ?? null,
      why: change.why ?? null,
      correlationId,
    },
  };
}
