import type { App } from "aws-cdk-lib";
import { StatefulStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";
import type { Registry } from "./registry.ts";

/** Who is placed where: interns and apprentices. */
export class Placement extends StatefulStack<"placement"> {
  constructor(app: App, foundation: Foundation, { registry }: { registry: Registry }) {
    super(app, "placement", foundation);

    this.api({ uses: [...this.ownState, foundation.vault.use, registry.readable] });
    this.relay();
  }
}
