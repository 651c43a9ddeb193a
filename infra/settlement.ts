import { type App, Duration } from "aws-cdk-lib";
import {
  bankRoutes,
  ledgerRoutes,
  monthRoutes,
  paymentRoutes,
  publicityRoutes,
} from "../functions/settlement/routes.ts";
import type { Attendance } from "./attendance.ts";
import { StatefulStack } from "./constructs/context-stack.ts";
import { STEADY } from "./constructs/function.ts";
import type { Foundation } from "./foundation.ts";
import type { Placement } from "./placement.ts";
import type { Registry } from "./registry.ts";
import type { Subsidy } from "./subsidy.ts";

interface Neighbours {
  registry: Registry;
  placement: Placement;
  attendance: Attendance;
  subsidy: Subsidy;
}

/** The fifth of the month, two in the morning: the month before is closed. */
const CLOSING = "cron(0 2 5 * ? *)";

/** Close, manifests, publicity, approval, payment, returns. */
export class Settlement extends StatefulStack<"settlement"> {
  constructor(app: App, foundation: Foundation, { registry, placement, attendance, subsidy }: Neighbours) {
    super(app, "settlement", foundation);
    const files = this.bucket("Files");
    const evidence = this.bucket("Evidence", { lockedYears: foundation.environmentSettings.evidenceYears });
    const barrier = this.queue("barrier", Duration.minutes(1));
    const manifests = this.queue("manifests", Duration.minutes(5));
    const allocations = this.queue("allocations", Duration.minutes(5));
    const papers = this.queue("papers", Duration.minutes(15));
    const transfers = this.queue("transfers", Duration.minutes(5));
    const returns = this.queue("returns", Duration.minutes(1));
    const partners = this.queue("partners", Duration.minutes(1));
    const checks = this.queue("checks", Duration.minutes(15));
    const working = [...this.ownState, foundation.jobs];
    const environment = { PAYER: JSON.stringify(foundation.environmentSettings.payer) };

    this.api({
      answers: monthRoutes,
      uses: [
        ...working,
        registry.readable,
        attendance.readable,
        subsidy.readable,
        files.read("FILES_BUCKET"),
      ],
    });
    this.api({
      name: "publicity",
      answers: publicityRoutes,
      uses: [
        ...this.ownState,
        registry.readable,
        placement.readable,
        attendance.readable,
        foundation.vault.use,
      ],
    });
    this.api({
      name: "payments",
      answers: paymentRoutes,
      uses: [...this.ownState, registry.readable, foundation.vault.use],
    });
    this.api({ name: "bank", answers: bankRoutes, environment, uses: working });
    this.api({
      name: "ledger",
      answers: ledgerRoutes,
      uses: [
        this.table.readWrite("TABLE"),
        foundation.recordChanges,
        foundation.jobs,
        files.read("FILES_BUCKET"),
        checks.send,
      ],
    });
    this.scheduled("close", CLOSING, { uses: [...working, attendance.readable] });
    this.worker("barrier", {
      from: barrier,
      uses: [
        ...working,
        registry.readable,
        placement.readable,
        attendance.readable,
        subsidy.readable,
        manifests.send,
        allocations.send,
      ],
    });
    this.worker("manifest", {
      from: manifests,
      batch: 1,
      memory: 1024,
      uses: [...this.ownState, attendance.readable, subsidy.readable, evidence.write("EVIDENCE_BUCKET")],
    });
    this.worker("allocate", {
      from: allocations,
      batch: 1,
      atOnce: 2,
      memory: 1769,
      uses: [...working, attendance.readable, subsidy.readable, evidence.write("EVIDENCE_BUCKET")],
    });
    this.worker("papers", {
      from: papers,
      batch: 1,
      atOnce: 2,
      memory: 1769,
      environment: { ...STEADY, CITY_NAME: foundation.environmentSettings.cityName },
      uses: [
        this.table.readWrite("TABLE"),
        registry.readable,
        placement.readable,
        attendance.readable,
        subsidy.readable,
        files.write("FILES_BUCKET"),
      ],
    });
    this.worker("transfers", {
      from: transfers,
      batch: 1,
      atOnce: 2,
      memory: 1024,
      environment: { ...STEADY, ...environment },
      uses: [...working, registry.readable, foundation.vault.use, files.write("FILES_BUCKET")],
    });
    this.worker("returns", { from: returns, batch: 1, uses: working });
    this.worker("partners", { from: partners, batch: 1, uses: working });
    this.worker("check", {
      from: checks,
      batch: 1,
      memory: 1769,
      uses: [
        this.table.readWrite("TABLE"),
        foundation.jobs,
        registry.readable,
        placement.readable,
        attendance.readable,
        subsidy.readable,
        evidence.read("EVIDENCE_BUCKET"),
        files.read("FILES_BUCKET"),
        files.write("FILES_BUCKET"),
        checks.send,
      ],
    });
    this.relay();
  }
}
