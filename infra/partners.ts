import { type App, Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { adminRoutes, inboxRoutes } from "../functions/partners/routes.ts";
import { OperatorAlarm } from "./constructs/alarm.ts";
import { StatefulStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";

/** In five minutes: a partner whose secret is wrong tries less often, somebody who guesses more often. */
const MANY_REFUSALS = 100;

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
    new OperatorAlarm(this, "Refusals", {
      metric: new Metric({
        namespace: "Ronghe",
        metricName: "EventsRefused",
        period: Duration.minutes(5),
        statistic: "Sum",
      }),
      from: MANY_REFUSALS,
      meaning: "Many events of partners are refused: the metric EventsRefused says by which codes.",
      operators: foundation.operators,
    });
  }
}
