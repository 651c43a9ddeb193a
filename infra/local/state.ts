import type { StageClock } from "./clock.ts";
import type { QueueDepth } from "./messaging.ts";
import { pending, type Working } from "./settle.ts";

export interface StageState {
  /** By the stage's clock. */
  now: string;
  /** Of the process with all its threads, in MB. */
  memoryMb: number;
  queues: QueueDepth[];
  deadLetters: QueueDepth[];
  functions: { name: string; environments: number; active: number; invocations: number; errors: number }[];
  /** What keeps it from having settled. */
  busy: string[];
}

/** What goes on in a stage. */
export function stateOf(working: Working, clock: StageClock): StageState {
  const { blueprint, messaging, functions } = working;
  const depths = (dead: boolean): QueueDepth[] =>
    blueprint.queues
      .filter(({ arn }) => blueprint.deadLetterArns.has(arn) === dead)
      .map(({ arn }) => messaging.depth(arn));
  return {
    now: clock.now().toISOString(),
    memoryMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
    queues: depths(false),
    deadLetters: depths(true).filter(({ visible }) => visible > 0),
    functions: functions.state(),
    busy: pending(working),
  };
}
