import { systemClock } from "./clock.ts";

/** The alarms of the stacks look here. */
const NAMESPACE = "Ronghe";

/**
 * Counts one of something, in CloudWatch's embedded metric format: a line of the log that CloudWatch reads figures from.
 * @param dimensions few values each, and none that names somebody
 * @example countOne("EventsRefused", { code: "signature-wrong" })
 */
export function countOne(name: string, dimensions: Record<string, string>): void {
  const line = {
    _aws: {
      Timestamp: systemClock.now().getTime(),
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          // altogether, which an alarm can watch, and by each value
          Dimensions: [[], Object.keys(dimensions)],
          Metrics: [{ Name: name, Unit: "Count" }],
        },
      ],
    },
    ...dimensions,
    [name]: 1,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
