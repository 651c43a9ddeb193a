import { expect, it, vi } from "vitest";
import { countOne } from "../../../shared/runtime/metrics.ts";

it("a count is one line that CloudWatch reads a figure from, altogether and by code", () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  countOne("EventsRefused", { code: "signature-wrong" });
  const [[line] = []] = written.mock.calls;
  written.mockRestore();
  const { _aws, ...figures } = JSON.parse(String(line)) as { _aws: { CloudWatchMetrics: object[] } };
  expect(figures).toEqual({ code: "signature-wrong", EventsRefused: 1 });
  expect(_aws.CloudWatchMetrics).toEqual([
    {
      Namespace: "Ronghe",
      Dimensions: [[], ["code"]],
      Metrics: [{ Name: "EventsRefused", Unit: "Count" }],
    },
  ]);
});
