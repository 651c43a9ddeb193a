import { type App, Duration } from "aws-cdk-lib";
import { fileRoutes, rulebookRoutes } from "../functions/attendance/routes.ts";
import { StatefulStack } from "./constructs/context-stack.ts";
import { STEADY } from "./constructs/function.ts";
import type { Foundation } from "./foundation.ts";
import type { Placement } from "./placement.ts";
import type { Registry } from "./registry.ts";

/** Files in, one sheet per student and month out. */
export class Attendance extends StatefulStack<"attendance"> {
  constructor(
    app: App,
    foundation: Foundation,
    { registry, placement }: { registry: Registry; placement: Placement },
  ) {
    super(app, "attendance", foundation);
    const originals = this.bucket("Originals", { createOnly: true, filesFrom: foundation.gateway.url });
    const reports = this.bucket("Reports");
    const files = this.queue("files", Duration.minutes(15));
    const progress = this.queue("progress", Duration.seconds(30));
    const rosters = this.queue("rosters", Duration.minutes(1));
    const rereads = this.queue("rereads", Duration.minutes(15));
    const redraws = this.queue("reports", Duration.minutes(15));
    const answers = this.queue("answers", Duration.minutes(5));
    originals.announceTo(files);

    this.api({
      answers: fileRoutes,
      uses: [
        ...this.ownState,
        registry.readable,
        placement.readable,
        originals.write("ORIGINALS_BUCKET"),
        originals.read("ORIGINALS_BUCKET"),
        reports.read("REPORTS_BUCKET"),
        // templates
        reports.write("REPORTS_BUCKET"),
        rereads.send,
      ],
    });
    this.api({ name: "rulebook", answers: rulebookRoutes });
    const reading = [
      ...this.ownState,
      placement.readable,
      foundation.vault.use,
      originals.read("ORIGINALS_BUCKET"),
      reports.write("REPORTS_BUCKET"),
      rereads.send,
      redraws.send,
    ];
    // one file at a time: it may be large, and a slow one must not hold up another
    this.worker("ingest", {
      from: files,
      batch: 1,
      atOnce: 4,
      memory: 1024,
      environment: STEADY,
      uses: [...reading, registry.readable],
    });
    this.worker("rosters", { from: rosters, uses: [this.table.readWrite("TABLE"), rereads.send] });
    this.worker("reread", {
      from: rereads,
      batch: 1,
      atOnce: 2,
      memory: 1024,
      environment: STEADY,
      uses: reading,
    });
    // all of a roster's answers are counted in one item
    this.worker("answers", {
      from: answers,
      atOnce: 2,
      memory: 1024,
      uses: [
        ...this.ownState,
        originals.read("ORIGINALS_BUCKET"),
        reports.write("REPORTS_BUCKET"),
        redraws.send,
      ],
    });
    this.worker("progress", { from: progress, uses: [this.table.readWrite("TABLE"), redraws.send] });
    // a drawing that fails or takes long holds up no reading
    this.worker("render", {
      from: redraws,
      batch: 1,
      atOnce: 2,
      memory: 1024,
      environment: STEADY,
      uses: [
        this.table.readWrite("TABLE"),
        placement.readable,
        originals.read("ORIGINALS_BUCKET"),
        reports.read("REPORTS_BUCKET"),
        reports.write("REPORTS_BUCKET"),
      ],
    });
    this.relay();
  }
}
