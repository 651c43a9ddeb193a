import { systemClock } from "../../../shared/runtime/clock.ts";
import type { Outcome } from "./attempt.ts";
import { afterAnswer, afterSilence, type Circuit, isClean, isOpen } from "./circuit.ts";
import type { HostStore } from "./host-store.ts";

/** What is known of a host while its receivers are told something. */
export type HostWatch = Awaited<ReturnType<typeof watchHost>>;

export async function watchHost(host: string, hosts: HostStore) {
  let circuit: Circuit = await hosts.circuit(host);
  return {
    get isDead(): boolean {
      return isOpen(circuit);
    },

    /** Notes what an attempt says about the host. Answers whether it is to be left alone. */
    async learn({ kind }: Outcome, subscriptionId: string, probing: boolean): Promise<boolean> {
      if (kind === "unreachable" || kind === "timeout") {
        const now = systemClock.now();
        const failed = { silence: kind, subscriptionId, probing, now, chance: Math.random() };
        circuit = await hosts.change(host, (known) => afterSilence(known, failed));
      } else if (!isClean(circuit)) {
        circuit = await hosts.change(host, (known) => (isClean(known) ? known : afterAnswer(known)));
      }
      return isOpen(circuit);
    },
  };
}
