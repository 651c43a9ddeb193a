import { Alias } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Use } from "./function.ts";

/** The one topic on which contexts tell each other what happened. */
export class FactsTopic extends Topic {
  /** Lets a function tell facts. */
  readonly publish: Use;

  constructor(scope: Construct, id: string) {
    super(scope, id, {
      displayName: "ronghe facts",
      // facts carry no personal data; AWS's own key needs no grant to publishers and subscribers
      masterKey: Alias.fromAliasName(scope, `${id}Key`, "alias/aws/sns"),
      enforceSSL: true,
    });
    this.publish = (user) => {
      user.addEnvironment("FACTS_TOPIC", this.topicArn);
      user.allow(["sns:Publish"], [this.topicArn]);
    };
  }
}
