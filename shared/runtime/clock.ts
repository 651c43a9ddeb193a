/**
 * The one place where functions ask for the time. Domain code is never told to look: it is given instants.
 */
export const systemClock = { now: (): Date => new Date() };
