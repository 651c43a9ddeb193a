import type { Outcome } from "./thread.ts";

/** Whatever can call a function by its name. */
export interface Invoker {
  invoke(name: string, payload: unknown): Promise<Outcome>;
}

/** At-least-once taken at its word: whatever is delivered is delivered a second time, though it went well before. */
export const twiceOver = (functions: Invoker): Invoker => ({
  async invoke(name, payload) {
    await functions.invoke(name, payload);
    return functions.invoke(name, payload);
  },
});
