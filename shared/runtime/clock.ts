/** Time is a dependency: domain code is given instants, handlers are given a clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
