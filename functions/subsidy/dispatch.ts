import { FilingRecorded, UploadAccepted, UploadReread, UploadWithdrawn } from "../../events/attendance.ts";
import type { Envelope } from "../../events/envelope.ts";
import { PlacementChanged } from "../../events/placement.ts";
import { CertificationDecided } from "../../events/registry.ts";
import { RecomputeRequested } from "../../events/settlement.ts";
import { ApplicationChanged, PolicyPublished, SimulationRequested } from "../../events/subsidy.ts";
import { dataOf } from "../../shared/runtime/bus.ts";
import { sendWork } from "../../shared/runtime/queue.ts";
import { factWorker } from "../../shared/runtime/worker.ts";
import { fan, planner } from "./plan.ts";
import { simulating } from "./simulation/run.ts";

const plan = planner();
const simulation = simulating();

/** Turns what has happened into shards and applications to recompute. Heard twice, the same are recomputed twice. */
export const handler = factWorker(
  [
    UploadAccepted,
    UploadReread,
    UploadWithdrawn,
    FilingRecorded,
    CertificationDecided,
    PlacementChanged,
    PolicyPublished,
    ApplicationChanged,
    RecomputeRequested,
    SimulationRequested,
  ],
  async (told) => {
    if (told.type === SimulationRequested.type) {
      const { jobId } = dataOf(SimulationRequested, told);
      return sendWork("SIMULATIONS_QUEUE_URL", await simulation.shares(jobId));
    }
    for await (const tasks of fan(planFor(told))) await sendWork("SHARDS_QUEUE_URL", tasks);
  },
);

function planFor(told: Envelope) {
  switch (told.type) {
    case UploadAccepted.type:
      return plan.upload(dataOf(UploadAccepted, told), "upload");
    case UploadReread.type:
      return plan.upload(dataOf(UploadReread, told), "upload");
    case FilingRecorded.type:
      return plan.filing(dataOf(FilingRecorded, told));
    case UploadWithdrawn.type:
      return plan.upload(dataOf(UploadWithdrawn, told), "withdrawal");
    case CertificationDecided.type:
      return plan.certification(dataOf(CertificationDecided, told), told.id);
    case PlacementChanged.type:
      return plan.placement(dataOf(PlacementChanged, told), told.id);
    case PolicyPublished.type:
      return plan.policy(dataOf(PolicyPublished, told));
    case ApplicationChanged.type:
      return plan.application(dataOf(ApplicationChanged, told), told.id);
    default:
      return plan.recomputation(dataOf(RecomputeRequested, told));
  }
}
