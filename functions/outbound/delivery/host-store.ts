import { setting } from "../../../shared/runtime/config.ts";
import { ConditionFailed, openTable } from "../../../shared/runtime/table.ts";
import { hostKey } from "../keys.ts";
import type { Subscriber } from "../subscription.ts";
import { type Circuit, closedCircuit } from "./circuit.ts";
import { dueAt } from "./due.ts";

const circuitKey = (host: string) => ({ pk: hostKey(host), sk: "CIRCUIT" });
const PER_PAGE = 500;

/** The circuit of each host that once did not answer, and whom it stands for. */
export function hostStore(tableName = setting("TABLE")) {
  const table = openTable(tableName);
  const circuit = async (host: string): Promise<Circuit> =>
    (await table.get<Circuit>(circuitKey(host))) ?? closedCircuit(host);

  return {
    circuit,

    circuits: (hosts: readonly string[]) => table.batchGet<Circuit>(hosts.map(circuitKey)),

    /** Changes the circuit as it is at that moment. @param change the same object when nothing changes */
    async change(host: string, change: (circuit: Circuit) => Circuit): Promise<Circuit> {
      for (;;) {
        const before = await circuit(host);
        const after = change(before);
        if (after === before) return before;
        const due = after.releasing ? RELEASED_FIRST : after.openUntil;
        const item = { ...circuitKey(host), ...after, ...dueAt(due, `host:${host}`) };
        const written = table.put(item, before.version === 0 ? "absent" : { version: before.version });
        if (await succeeds(written)) return after;
      }
    },

    subscriptionsOf: (host: string) =>
      table.pages<Subscriber>({ pk: hostKey(host), prefix: "SUBSCRIPTION#", limit: PER_PAGE }),
  };
}

export type HostStore = ReturnType<typeof hostStore>;

/** Before everything else that is due. */
const RELEASED_FIRST = "0";

const succeeds = (write: Promise<void>): Promise<boolean> =>
  write.then(
    () => true,
    (cause: unknown) => {
      if (cause instanceof ConditionFailed) return false;
      throw cause;
    },
  );
