import { Alias } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Use } from "./function.ts";

export interface FactsTopicProps {
  /** The facts about one subject arrive in the order in which they were told; its queues are FIFO too. */
  ordered?: boolean;
}

/** A topic on which contexts tell each other what happened. */
export class FactsTopic extends Topic {
  /** Lets a function tell facts. */
  readonly publish: Use;

  constructor(scope: Construct, id: string, { ordered = false }: FactsTopicProps = {}) {
    super(scope, id, {
      displayName: ordered ? "ronghe facts in order" : "ronghe facts",
      ...(ordered ? { fifo: true } : {}),
      // facts carry no personal data; AWS's own key needs no grant to publishers and subscribers
      masterKey: Alias.fromAliasName(scope, `${id}Key`, "alias/aws/sns"),
      enforceSSL: true,
    });
    this.publish = (user) => {
      user.addEnvironment(ordered ? "ORDERED_FACTS_TOPIC" : "FACTS_TOPIC", this.topicArn);
      user.allow(["sns:Publish"], [this.topicArn]);
    };
  }
}
