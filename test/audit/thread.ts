import { parentPort, workerData } from "node:worker_threads";
import { shiftTime } from "../../infra/local/shifted-time.ts";
import { audit, NothingToAudit } from "./audit.ts";
import type { Start, Told } from "./on-stage.ts";

const { period, shift } = workerData as Start;
shiftTime(shift);
const tell = (told: Told): void => parentPort?.postMessage(told);

try {
  tell({ audited: await audit(period, (line) => tell({ line })) });
} catch (cause) {
  if (!(cause instanceof NothingToAudit)) throw cause;
  tell({ nothing: cause.message });
}
