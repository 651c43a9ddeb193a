import { type App, Duration, Stack } from "aws-cdk-lib";
import { Dashboard, GraphWidget, type IMetric, TextWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { ContextStack } from "./constructs/context-stack.ts";
import { DeadLetterQueue, type WorkQueue } from "./constructs/queue.ts";
import { stackProps } from "./environment.ts";
import type { Context } from "./functions.ts";

/** One page for whoever is on duty: per context what fails, how long it takes, what waits and what was put aside. */
export class Operations extends Stack {
  constructor(app: App, contexts: readonly ContextStack<Context>[]) {
    super(app, "Ronghe-Operations", stackProps(app, "operations"));
    const dashboard = new Dashboard(this, "Dashboard", { defaultInterval: Duration.hours(12) });
    for (const stack of contexts) {
      const { context, functions, queues } = stack;
      const putAside = stack.node.findAll().filter((one) => one instanceof DeadLetterQueue);
      dashboard.addWidgets(new TextWidget({ markdown: `## ${context}`, width: 24, height: 1 }));
      dashboard.addWidgets(
        graph("Errors and throttles", [
          ...functions.map((one) => one.metricErrors({ label: nameOf(one) })),
          ...functions.map((one) => one.metricThrottles({ label: `${nameOf(one)} throttled` })),
        ]),
        graph(
          "Duration, 95th percentile",
          functions.map((one) => one.metricDuration({ statistic: "p95", label: nameOf(one) })),
        ),
        ...(queues.length > 0 ? [graph("Oldest message", queues.map(age))] : []),
        ...(putAside.length > 0 ? [graph("Put aside", putAside.map(depth))] : []),
      );
    }
  }
}

const age = ({ queue, node }: WorkQueue): IMetric =>
  queue.metricApproximateAgeOfOldestMessage({ label: node.id });

const depth = (queue: DeadLetterQueue): IMetric =>
  queue.metricApproximateNumberOfMessagesVisible({ label: queue.node.path.split("/").slice(1).join(" ") });

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 6, height: 6 });

const nameOf = (one: { node: { id: string } }): string => one.node.id;
