import { type App, Duration } from "aws-cdk-lib";
import { applicationRoutes, policyRoutes } from "../functions/subsidy/routes.ts";
import type { Attendance } from "./attendance.ts";
import { StatefulStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";
import type { Placement } from "./placement.ts";
import type { Registry } from "./registry.ts";

interface Neighbours {
  registry: Registry;
  placement: Placement;
  attendance: Attendance;
}

/** Policies, what each student-month is worth, and the accounts. */
export class Subsidy extends StatefulStack<"subsidy"> {
  constructor(app: App, foundation: Foundation, { registry, placement, attendance }: Neighbours) {
    super(app, "subsidy", foundation);
    const changes = this.queue("changes", Duration.minutes(2));
    const shards = this.queue("shards", Duration.minutes(5));
    const simulations = this.queue("simulations", Duration.minutes(5));
    const partners = this.queue("partners", Duration.minutes(1));
    const reading = [registry.readable, placement.readable, attendance.readable];

    this.api({ answers: policyRoutes, uses: [...this.ownState, foundation.jobs] });
    this.api({
      name: "applications",
      answers: applicationRoutes,
      uses: [...this.ownState, registry.readable, placement.readable],
    });
    this.worker("dispatch", {
      from: changes,
      uses: [...this.ownState, foundation.jobs, ...reading, shards.send, simulations.send],
    });
    this.worker("accrue", {
      from: shards,
      batch: 1,
      atOnce: 20,
      memory: 1024,
      uses: [...this.ownState, this.table.batchInserts("TABLE"), ...reading],
    });
    this.worker("simulate", {
      from: simulations,
      batch: 1,
      memory: 1024,
      uses: [this.table.readWrite("TABLE"), foundation.jobs, ...reading],
    });
    this.worker("partners", {
      from: partners,
      batch: 1,
      uses: [...this.ownState, registry.readable, placement.readable],
    });
    this.relay();
  }
}
