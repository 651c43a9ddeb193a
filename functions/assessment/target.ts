import { BOOK_CODES, SAFETY_ACCIDENTS } from "./books.ts";
import { hundredths, millionths, points, sum } from "./decimal.ts";
import { type Indicator, isMeasured, weighs } from "./indicator.ts";
import type { Rules } from "./rules.ts";

/** What the leading group wants of every unit in a year. */
export interface Targets {
  units: UnitTargets[];
  rules: Rules;
}

export interface UnitTargets {
  unitId: string;
  /** Units are ranked within it: counties, departments, schools … */
  group: string;
  indicators: Indicator[];
}

/** A unit's targets as they come in, before they are examined. */
export interface DraftUnit {
  unitId: string;
  group: string;
  indicators: DraftIndicator[];
}
type DraftIndicator = Pick<Indicator, "code" | "kind" | "weight"> & {
  target?: number | null | undefined;
  curve?: (number | null)[] | undefined;
};

/** What is wrong with a document and where: a JSON pointer into it. */
export interface Finding {
  code: string;
  zh: string;
  en: string;
  pointer: string;
}

export interface Examination {
  /** Any of these, and the document is refused. */
  findings: Finding[];
  /** Odd, but the leading group may want it so. */
  warnings: Finding[];
}

const MONTHS = 12;

/** Examines a year's targets. @param known codes of the registered units and schools */
export function examine(units: readonly DraftUnit[], known: ReadonlySet<string>): Examination {
  const unitIds = units.map(({ unitId }) => unitId);
  const findings = units.flatMap((unit, index) => [
    ...(known.has(unit.unitId) ? [] : [unknownUnit(unit.unitId, `/units/${index}/unitId`)]),
    ...(unitIds.indexOf(unit.unitId) < index ? [twice(unit.unitId, `/units/${index}/unitId`)] : []),
    ...examineUnit(unit, `/units/${index}`),
  ]);
  const warnings = units.flatMap(({ indicators }, index) =>
    indicators.flatMap((indicator, place) => oddities(indicator, `/units/${index}/indicators/${place}`)),
  );
  return { findings, warnings };
}

/** What is kept of a draft without findings: plans only where something is measured. */
export const unitTargets = ({ unitId, group, indicators }: DraftUnit): UnitTargets => ({
  unitId,
  group,
  indicators: indicators.map(({ code, kind, weight, target = null, curve = [] }) =>
    isMeasured(kind)
      ? { code, kind, weight, target, curve: curve.filter((planned) => planned !== null) }
      : { code, kind, weight, target: null, curve: [] },
  ),
});

function examineUnit({ unitId, indicators }: DraftUnit, at: string): Finding[] {
  const codes = indicators.map(({ code }) => code);
  const perIndicator = indicators.flatMap((indicator, index) => {
    const pointer = `${at}/indicators/${index}`;
    const repeated = codes.indexOf(indicator.code) < index ? [twice(indicator.code, `${pointer}/code`)] : [];
    return [...repeated, ...examineWeight(indicator, pointer), ...examinePlan(indicator, pointer)];
  });
  const weights = indicators.filter(({ kind, weight }) => weighs(kind) && isWeight(weight));
  const total = points(sum(weights.map(({ weight }) => hundredths(weight))));
  return total === 100 ? perIndicator : [...perIndicator, notHundred(unitId, total, `${at}/indicators`)];
}

const isWeight = (weight: number): boolean => {
  const exact = millionths(weight);
  return exact !== null && exact >= 0n && exact % 10_000n === 0n;
};

function examineWeight({ code, kind, weight }: DraftIndicator, at: string): Finding[] {
  const fits = isWeight(weight) && (weighs(kind) ? weight > 0 : weight === 0);
  return fits ? [] : [wrongWeight(code, weighs(kind), `${at}/weight`)];
}

function examinePlan({ code, kind, target = null, curve = [] }: DraftIndicator, at: string): Finding[] {
  if (!isMeasured(kind)) {
    const fits = !BOOK_CODES.has(code) || (code === SAFETY_ACCIDENTS && kind === "veto");
    return fits ? [] : [notMeasured(code, `${at}/kind`)];
  }
  const exactTarget = target === null ? null : millionths(target);
  const badTarget = exactTarget === null || exactTarget <= 0n ? [wrongTarget(code, `${at}/target`)] : [];
  return [...badTarget, ...examineCurve(code, curve, `${at}/curve`)];
}

function examineCurve(code: string, curve: readonly (number | null)[], at: string): Finding[] {
  if (curve.length > MONTHS) return [curveTooLong(code, `${at}/${MONTHS}`)];
  const months = Array.from({ length: MONTHS }, (_, index) => {
    const value = curve[index] ?? null;
    if (value === null) return missingMonth(code, index + 1, `${at}/${index}`);
    if (millionths(value) === null || value < 0) return wrongMonth(code, index + 1, `${at}/${index}`);
    return value < (curve[index - 1] ?? 0) ? fallingMonth(code, index + 1, `${at}/${index}`) : null;
  });
  return months.filter((finding) => finding !== null);
}

function oddities({ code, kind, target, curve }: DraftIndicator, at: string): Finding[] {
  const misses = isMeasured(kind) && curve?.[MONTHS - 1] !== target;
  return misses ? [curveMissesTarget(code, `${at}/curve/${MONTHS - 1}`)] : [];
}

const finding = (code: string, pointer: string, zh: string, en: string): Finding => ({
  code,
  zh,
  en,
  pointer,
});

const unknownUnit = (id: string, at: string) =>
  finding("unknown-unit", at, `没有登记单位 ${id}`, `No unit ${id} is registered`);
const twice = (what: string, at: string) =>
  finding("duplicate", at, `${what} 出现了两次`, `${what} occurs twice`);
const notHundred = (id: string, total: number, at: string) =>
  finding(
    "weights-not-100",
    at,
    `${id} 各指标权重合计为 ${total}，应为 100`,
    `The weights of ${id} sum to ${total}, not to 100`,
  );
const wrongWeight = (code: string, counts: boolean, at: string) =>
  counts
    ? finding(
        "invalid-weight",
        at,
        `${code} 的权重应大于 0，至多两位小数`,
        `The weight of ${code} must be above 0, with at most two decimals`,
      )
    : finding(
        "invalid-weight",
        at,
        `${code} 不计入百分，权重应为 0`,
        `${code} is no part of the hundred; its weight must be 0`,
      );
const notMeasured = (code: string, at: string) =>
  finding(
    "not-measured",
    at,
    `${code} 由台账取数，应为定量指标`,
    `${code} is counted from the books, so it must be of a measured kind`,
  );
const wrongTarget = (code: string, at: string) =>
  finding("invalid-target", at, `${code} 的年度目标应大于 0`, `The target of ${code} must be above 0`);
const curveTooLong = (code: string, at: string) =>
  finding(
    "curve-too-long",
    at,
    `${code} 的计划曲线多于12个月`,
    `The curve of ${code} has more than twelve months`,
  );
const missingMonth = (code: string, month: number, at: string) =>
  finding(
    "curve-month-missing",
    at,
    `${code} 缺少${month}月的计划值`,
    `The curve of ${code} lacks month ${month}`,
  );
const wrongMonth = (code: string, month: number, at: string) =>
  finding(
    "invalid-curve",
    at,
    `${code} ${month}月的计划值不能为负`,
    `Month ${month} of ${code} must not be negative`,
  );
const fallingMonth = (code: string, month: number, at: string) =>
  finding(
    "curve-falls",
    at,
    `${code} ${month}月的累计计划值小于上月`,
    `The cumulative plan of ${code} falls in month ${month}`,
  );
const curveMissesTarget = (code: string, at: string) =>
  finding(
    "curve-misses-target",
    at,
    `${code} 12月的计划值不等于年度目标`,
    `The curve of ${code} does not end at its target`,
  );
