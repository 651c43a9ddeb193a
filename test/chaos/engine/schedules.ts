import type { Blueprint, ScheduleSpec } from "../../../infra/local/blueprint.ts";
import { type Expression, parseExpression } from "../../../infra/local/schedule-expression.ts";

export interface Firing {
  at: number;
  functionName: string;
  payload: unknown;
  /** One of those that tell what was left in an outbox. */
  relay: boolean;
}

interface Planned {
  spec: ScheduleSpec;
  expression: Expression;
  /** The outbox that a relay looks at. */
  table: string;
}

const MINUTE = 60_000;

/** What the template has fire by the clock. A relay that would find nothing is not fired: it would do nothing. */
export class Schedules {
  readonly #planned: readonly Planned[];
  readonly #isFull: (table: string) => boolean;
  #fired = 0;
  #firedUntil: number;

  constructor(
    specs: readonly ScheduleSpec[],
    begin: number,
    isFull: (table: string) => boolean,
    { functions }: Blueprint,
  ) {
    this.#firedUntil = begin;
    this.#isFull = isFull;
    this.#planned = specs.map((spec) => {
      const target = functions.find(({ name }) => name === spec.functionName);
      const expression = parseExpression(spec.expression, spec.zone);
      return { spec, expression, table: target?.environment["TABLE"] ?? "" };
    });
  }

  /** When a relay has something to tell next: at the next full minute. */
  nextRelay(now: number): number {
    const full = this.#planned.some(
      ({ expression, table }) => expression.kind === "rate" && this.#isFull(table),
    );
    return full ? (Math.floor(now / MINUTE) + 1) * MINUTE : Number.POSITIVE_INFINITY;
  }

  /** What falls due until an instant, in the order of time. */
  until(now: number, instant: number): Firing[] {
    const fired: Firing[] = [];
    for (const planned of this.#planned) {
      if (planned.expression.kind === "rate") {
        const at = (Math.floor(now / MINUTE) + 1) * MINUTE;
        if (at <= instant && this.#isFull(planned.table)) fired.push(this.#firing(planned, at, true));
      } else if (planned.expression.kind === "cron") {
        for (let at = planned.expression.after(new Date(this.#firedUntil)); at && at.getTime() <= instant; ) {
          fired.push(this.#firing(planned, at.getTime(), false));
          at = planned.expression.after(at);
        }
      }
    }
    this.#firedUntil = Math.max(this.#firedUntil, instant);
    return fired.toSorted((a, b) => a.at - b.at);
  }

  #firing({ spec }: Planned, at: number, relay: boolean): Firing {
    const scheduledTime = `${new Date(at).toISOString().slice(0, 19)}Z`;
    const input = spec.input
      .replaceAll("<aws.scheduler.scheduled-time>", scheduledTime)
      .replaceAll("<aws.scheduler.execution-id>", `firing-${++this.#fired}`);
    return { at, functionName: spec.functionName, payload: JSON.parse(input), relay };
  }
}
