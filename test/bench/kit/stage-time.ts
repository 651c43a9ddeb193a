import { shiftTime } from "../../../infra/local/shifted-time.ts";

/** Preloaded into programs that stand in for a function of the stage: its signatures hold at its time only. */
shiftTime(new Float64Array([Number(process.env["STAGE_AHEAD_MS"] ?? 0)]));
