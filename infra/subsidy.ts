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

    this.api({ answers: policyRoutes, uses: this.ownState });
    this.api({
      name: "applications",
      answers: applicationRoutes,
      uses: [...this.ownState, registry.readable, placement.readable],
    });
    this.worker("dispatch", {
      from: changes,
      uses: [...this.ownState, registry.readable, placement.readable, attendance.readable, shards.send],
    });
    this.worker("accrue", {
      from: shards,
      batch: 1,
      atOnce: 20,
      memory: 1024,
      uses: [
        ...this.ownState,
        this.table.batchInserts("TABLE"),
        registry.readable,
        placement.readable,
        attendance.readable,
      ],
    });
    this.relay();
  }
}
