import { type Duration, Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { ContextFunction } from "./function.ts";
import { DeadLetterQueue } from "./queue.ts";

/** The city's own time. */
const ZONE = "Asia/Shanghai";

export interface ScheduleProps {
  /** `rate(1 minute)` or `cron(minutes hours day-of-month month day-of-week year)` in the city's time. */
  expression: string;
  target: ContextFunction;
  /** A firing that could not be delivered is tried again for this long. */
  triedFor: Duration;
  operators: ITopic;
}

/**
 * Fires a function by the clock. The function learns the instant that was meant, so a second firing is the same run.
 * Whatever is not delivered, or fails each time Lambda tries it, is put aside and raises the alarm.
 */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, { expression, target, triedFor, operators }: ScheduleProps) {
    super(scope, id);
    const missed = new DeadLetterQueue(this, "Missed", {
      meaning: `Firings of ${target.node.path} were missed or failed: see its log, then invoke it with the payload put aside.`,
      operators,
    });
    (target.node.defaultChild as CfnFunction).deadLetterConfig = { targetArn: missed.queueArn };
    target.allow(["sqs:SendMessage"], [missed.queueArn]);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [target.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [missed.queueArn] }));
    const schedule = new CfnSchedule(this, "Schedule", {
      scheduleExpression: expression,
      scheduleExpressionTimezone: ZONE,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({
          scheduledTime: "<aws.scheduler.scheduled-time>",
          executionId: "<aws.scheduler.execution-id>",
        }),
        deadLetterConfig: { arn: missed.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: triedFor.toSeconds(), maximumRetryAttempts: 10 },
      },
    });
    schedule.node.addDependency(role);
  }
}
