import { AsyncLocalStorage } from "node:async_hooks";
import type { Role } from "../values/route.ts";

/** Who calls, as the token says it. Machines inside the city act as `system:<function>`. */
export interface Caller {
  sub: string;
  roles: readonly Role[];
  org: string | null;
}

/** What travels along with one call or message: through logs, the record of changes and every message sent. */
export interface Execution {
  correlationId: string;
  caller: Caller;
}

const storage = new AsyncLocalStorage<Execution>();

export const runAs = <T>(execution: Execution, work: () => Promise<T>): Promise<T> =>
  storage.run(execution, work);

export const execution = (): Execution =>
  storage.getStore() ?? { correlationId: "none", caller: { sub: "system", roles: [], org: null } };

export const systemCaller = (): Caller => ({
  sub: `system:${process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? "local"}`,
  roles: [],
  org: null,
});
