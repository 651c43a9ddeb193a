import { type App, Duration } from "aws-cdk-lib";
import { StatefulStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";
import type { Placement } from "./placement.ts";
import type { Registry } from "./registry.ts";
import type { Settlement } from "./settlement.ts";

interface Neighbours {
  registry: Registry;
  placement: Placement;
  settlement: Settlement;
}

/** The fifteenth of the month, three in the morning: the month before is scored. */
const SCORING = "cron(0 3 15 * ? *)";

/** Targets, indicators, scores, rankings. */
export class Assessment extends StatefulStack<"assessment"> {
  constructor(app: App, foundation: Foundation, { registry, placement, settlement }: Neighbours) {
    super(app, "assessment", foundation);
    const partners = this.queue("partners", Duration.seconds(30));

    this.api({ uses: [...this.ownState, registry.readable] });
    this.scheduled("monthly", SCORING, {
      uses: [...this.ownState, registry.readable, placement.readable, settlement.readable],
    });
    this.worker("partners", { from: partners, batch: 1, uses: this.ownState });
    this.relay();
  }
}
