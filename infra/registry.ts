import { type App, Duration } from "aws-cdk-lib";
import { StatefulStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";

/** Enterprises, schools, units and certifications. */
export class Registry extends StatefulStack<"registry"> {
  constructor(app: App, foundation: Foundation) {
    super(app, "registry", foundation);
    const verifications = this.queue("verifications", Duration.seconds(30));
    const partners = this.queue("partners", Duration.seconds(30));

    this.api({ uses: [...this.ownState, foundation.vault.use] });
    this.worker("verify", { from: verifications, uses: [...this.ownState, foundation.vault.use] });
    this.worker("partners", { from: partners, batch: 1, uses: this.ownState });
    this.relay();
  }
}
