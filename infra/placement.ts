import { type App, Duration } from "aws-cdk-lib";
import { StatefulStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";
import type { Registry } from "./registry.ts";

/** Who is placed where: interns and apprentices. */
export class Placement extends StatefulStack<"placement"> {
  constructor(app: App, foundation: Foundation, { registry }: { registry: Registry }) {
    super(app, "placement", foundation);
    const rosters = this.queue("rosters", Duration.minutes(1));
    const partners = this.queue("partners", Duration.minutes(1));

    this.api({ uses: [...this.ownState, foundation.vault.use, registry.readable] });
    this.worker("roster", {
      from: rosters,
      batch: 1,
      atOnce: 10,
      uses: [...this.ownState, foundation.vault.use, registry.readable],
    });
    this.worker("partners", {
      from: partners,
      batch: 1,
      uses: [...this.ownState, foundation.vault.use, registry.readable],
    });
    this.relay();
  }
}
