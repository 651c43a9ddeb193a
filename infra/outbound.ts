import { type App, Duration } from "aws-cdk-lib";
import { StatefulStack } from "./constructs/context-stack.ts";
import { Vault } from "./constructs/vault.ts";
import type { Foundation } from "./foundation.ts";

/** Events out: who outside the city is told of what, and the deliveries to them. */
export class Outbound extends StatefulStack<"outbound"> {
  constructor(app: App, foundation: Foundation) {
    super(app, "outbound", foundation);
    const facts = this.queue("facts", Duration.minutes(2));
    const deliveries = this.queue("deliveries", Duration.minutes(1));
    const replays = this.queue("replays", Duration.minutes(1));
    // the secrets of subscribers, under a key of their own: who signs a delivery can open nobody's personal data
    const secrets = new Vault(this, "Secrets");
    const own = this.table.readWrite("TABLE");
    const adding = this.table.batchInserts("TABLE");
    const environment = { WEBHOOK_TARGETS: foundation.environmentSettings.webhookTargets };

    this.api({
      uses: [own, foundation.recordChanges, secrets.use, deliveries.send, replays.send],
      environment,
    });
    this.worker("facts", { from: facts, uses: [own, adding, deliveries.send] });
    this.worker("deliver", {
      from: deliveries,
      batch: 1,
      atOnce: 20,
      uses: [own, adding, secrets.use, deliveries.send],
      environment,
    });
    this.worker("replay", { from: replays, batch: 1, uses: [own, adding, deliveries.send, replays.send] });
    this.scheduled("sweep", "rate(1 minute)", {
      uses: [own, deliveries.send],
      memory: 256,
      timeout: Duration.seconds(50),
      triedFor: Duration.minutes(1),
    });
  }
}
