import { BaseAccepted, ProjectMilestone, TeacherQualified } from "../../events/inbound/assessment.ts";
import { systemClock } from "../../shared/runtime/clock.ts";
import { on, partnerWorker } from "../../shared/runtime/partner-worker.ts";
import { assessmentStore } from "./store.ts";
import { inTenThousands, type ToldFact } from "./told.ts";

const store = assessmentStore();

/** Keeps what partners tell that indicators are counted from; the month's scoring reads it. */
export const handler = partnerWorker([
  on(TeacherQualified, ({ data: { unitIds, certificateNo: number, date } }) =>
    keep(unitIds, { code: "qualified-teachers", number, date, value: 1 }),
  ),
  on(ProjectMilestone, ({ data: { unitIds, projectNo, milestone, date, investedFen } }) => {
    const number = `${projectNo}/${milestone}`;
    return keep(unitIds, { code: "project-investment", number, date, value: inTenThousands(investedFen) });
  }),
  on(BaseAccepted, ({ data: { unitIds, baseNo: number, date } }) =>
    keep(unitIds, { code: "accepted-bases", number, date, value: 1 }),
  ),
]);

const keep = (unitIds: readonly string[], fact: Omit<ToldFact, "unitId">) =>
  store.keepTold(
    [...new Set(unitIds)].map((unitId) => ({ ...fact, unitId })),
    systemClock.now(),
  );
