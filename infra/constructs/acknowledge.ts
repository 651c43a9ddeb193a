import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * Accepts a finding of the rule pack at the construct it is about; without a reason no finding is accepted.
 * @param finding the rule, with the finding in brackets where a rule has several, e.g. `AwsSolutions-IAM5[Resource::*]`
 */
export const acknowledge = (construct: IConstruct, finding: string, reason: string): void =>
  Validations.of(construct).acknowledge({ id: finding, reason });
