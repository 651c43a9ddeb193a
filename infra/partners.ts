import { type App, Duration } from "aws-cdk-lib";
import { adminRoutes, inboxRoutes } from "../functions/partners/routes.ts";
import { StatefulStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";

/** What other systems tell the city: who may, what came, and what became of it. */
export class Partners extends StatefulStack<"partners"> {
  constructor(app: App, foundation: Foundation) {
    super(app, "partners", foundation);
    const { oidcIssuer, oidcAudience } = foundation.environmentSettings;
    const conclusions = this.queue("conclusions", Duration.seconds(30));

    this.api({
      answers: adminRoutes,
      uses: [this.table.readWrite("TABLE"), foundation.recordChanges, foundation.vault.use],
    });
    this.api({
      name: "inbox",
      answers: inboxRoutes,
      environment: { OIDC_ISSUER: oidcIssuer, OIDC_AUDIENCE: oidcAudience },
      uses: [this.table.readWrite("TABLE"), foundation.vault.use, foundation.orderedFacts.publish],
    });
    this.worker("conclude", { from: conclusions, uses: [this.table.readWrite("TABLE")] });
  }
}
