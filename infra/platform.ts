import type { App } from "aws-cdk-lib";
import { ContextStack } from "./constructs/context-stack.ts";
import type { Foundation } from "./foundation.ts";

/** What belongs to no context: health, the API's own description, the state of long work. */
export class Platform extends ContextStack<"platform"> {
  constructor(app: App, foundation: Foundation) {
    super(app, "platform", foundation);
    this.api({ uses: [foundation.readJobs] });
  }
}
