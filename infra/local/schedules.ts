import { randomUUID } from "node:crypto";
import type { ScheduleSpec } from "./blueprint.ts";
import type { StageClock } from "./clock.ts";
import { type Expression, parseExpression } from "./schedule-expression.ts";

/** One firing that the answer to a move of the clock reports. */
export interface Fired {
  schedule: string;
  scheduledTime: string;
}

interface Planned {
  spec: ScheduleSpec;
  expression: Expression;
}

type Fire = (functionName: string, payload: string) => Promise<unknown>;

const LONGEST_WAIT_MS = 60_000;
/** What a timer of Node can count. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1;

/** Fires what the clock says, be it that time passes or that it is moved. */
export class Schedules {
  readonly #planned: readonly Planned[];
  readonly #clock: StageClock;
  readonly #fire: Fire;
  #timer: NodeJS.Timeout | undefined;
  #rates: NodeJS.Timeout[] = [];
  /** One thing after another: two moves of the clock, or a move and the passing of time. */
  #turn: Promise<unknown> = Promise.resolve();
  #firing = 0;

  constructor(specs: readonly ScheduleSpec[], clock: StageClock, fire: Fire) {
    this.#planned = specs.map((spec) => ({ spec, expression: parseExpression(spec.expression, spec.zone) }));
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Firings that have not ended. */
  get firing(): number {
    return this.#firing;
  }

  /** Makes up for what a killed stage had not fired, fires each rate once, and from then on as time passes. */
  start(): void {
    for (const planned of this.#planned) {
      if (planned.expression.kind !== "rate") continue;
      const fire = (): void => void this.#fireOne(planned, this.#clock.now());
      fire();
      this.#rates.push(setInterval(fire, Math.min(planned.expression.everyMs, LONGEST_INTERVAL_MS)));
    }
    void this.#inTurn(() => this.#fireUntil(this.#clock.now()));
    this.#wait();
  }

  /**
   * Moves the clock and fires, in time order and each at its own time, what falls due in between;
   * answers when all of them have ended.
   * @returns null if that would be backwards
   */
  moveTo(instant: Date): Promise<Fired[] | null> {
    return this.#inTurn(async () => {
      if (instant.getTime() < this.#clock.now().getTime()) return null;
      const fired = await this.#fireUntil(instant);
      this.#clock.moveTo(instant);
      for (const planned of this.#planned) {
        if (planned.expression.kind !== "rate") continue;
        fired.push(await this.#fireOne(planned, this.#clock.now()));
      }
      this.#wait();
      return fired;
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const rate of this.#rates) clearInterval(rate);
  }

  async #fireUntil(end: Date): Promise<Fired[]> {
    const fired: Fired[] = [];
    for (;;) {
      const next = this.#next(this.#clock.firedUntil);
      if (!next || next.at.getTime() > end.getTime()) break;
      this.#clock.moveTo(next.at);
      for (const planned of next.due) fired.push(await this.#fireOne(planned, next.at));
      this.#clock.firedUntil = next.at;
    }
    // what was looked at without finding anything need not be looked at again
    if (end.getTime() > this.#clock.firedUntil.getTime()) this.#clock.firedUntil = end;
    return fired;
  }

  /** The first instant after the given one at which anything but a rate is due, and all that is due then. */
  #next(after: Date): { at: Date; due: Planned[] } | null {
    let first: { at: Date; due: Planned[] } | null = null;
    for (const planned of this.#planned) {
      const at = dueAfter(planned.expression, after);
      if (!at) continue;
      if (!first || at.getTime() < first.at.getTime()) first = { at, due: [planned] };
      else if (at.getTime() === first.at.getTime()) first.due.push(planned);
    }
    return first;
  }

  async #fireOne({ spec }: Planned, at: Date): Promise<Fired> {
    const scheduledTime = `${at.toISOString().slice(0, 19)}Z`;
    const payload = spec.input
      .replaceAll("<aws.scheduler.scheduled-time>", scheduledTime)
      .replaceAll("<aws.scheduler.execution-id>", randomUUID())
      .replaceAll("<aws.scheduler.schedule-arn>", spec.name)
      .replaceAll("<aws.scheduler.attempt-number>", "1");
    this.#firing++;
    try {
      await this.#fire(spec.functionName, payload);
    } finally {
      this.#firing--;
    }
    return { schedule: spec.name, scheduledTime };
  }

  /** Sleeps until the next firing; at most a minute, since a laptop sleeps too. */
  #wait(): void {
    clearTimeout(this.#timer);
    const next = this.#next(this.#clock.firedUntil);
    const ms = next ? next.at.getTime() - this.#clock.now().getTime() : LONGEST_WAIT_MS;
    const wake = async (): Promise<void> => {
      await this.#inTurn(() => this.#fireUntil(this.#clock.now()));
      this.#wait();
    };
    this.#timer = setTimeout(() => void wake(), Math.min(Math.max(ms, 0) + 1, LONGEST_WAIT_MS));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function dueAfter(expression: Expression, after: Date): Date | null {
  if (expression.kind === "cron") return expression.after(after);
  if (expression.kind === "at")
    return expression.instant.getTime() > after.getTime() ? expression.instant : null;
  return null;
}
