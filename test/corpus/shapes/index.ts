import { fingerprint, punchList } from "./clock.ts";
import { dingtalkDay, dingtalkMonth, dingtalkRaw } from "./dingtalk.ts";
import { long } from "./long.ts";
import { homeMade, templateMatrix } from "./matrix.ts";
import type { Shape } from "./shape.ts";
import { wecom, wecomPunches } from "./wecom.ts";

/** Every real kind of attendance file. */
export const SHAPES: readonly Shape[] = [
  long,
  templateMatrix,
  dingtalkRaw,
  dingtalkDay,
  dingtalkMonth,
  wecom,
  wecomPunches,
  fingerprint,
  punchList,
  homeMade,
];
