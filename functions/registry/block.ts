import { Problem } from "../../shared/values/problem.ts";

/** Why an enterprise is not paid for the time being: on a list of the dishonest, an accident, its tax grade. */
export type BlockKind = "credit" | "accident" | "tax";

export interface Block {
  kind: BlockKind;
  /** Of the listing or accident, or the year of the grade. */
  id: string;
  since: string;
}

export type Severity = "general" | "larger" | "major" | "extraordinary";

/** Stays on record when its block has been lifted: assessment counts it. */
export interface Accident {
  accidentNo: string;
  date: string;
  severity: Severity;
}

export interface TaxRecord {
  year: string;
  grade: string;
  taxFen: number;
}

/** What others have told of an enterprise; nothing yet where it is absent. */
export interface Standing {
  blocks?: Block[];
  accidents?: Accident[];
  tax?: TaxRecord[];
}

/** What stops payments, until the bureau's own document is there. */
export const BLOCKING: { documentNo: string; accidents: readonly Severity[]; taxGrades: readonly string[] } =
  {
    documentNo: "待确认",
    accidents: ["general", "larger", "major", "extraordinary"],
    taxGrades: ["D"],
  };

export function blocked({ blocks = [] }: Standing, block: Block): Block[] {
  return [...blocks.filter((one) => !isSame(one, block)), block];
}

/** @throws Problem 422 when there is no such block: what was never told cannot be taken back */
export function lifted({ blocks = [] }: Standing, block: Pick<Block, "kind" | "id">): Block[] {
  if (!blocks.some((one) => isSame(one, block))) throw unknownBlock();
  return blocks.filter((one) => !isSame(one, block));
}

const isSame = (one: Pick<Block, "kind" | "id">, other: Pick<Block, "kind" | "id">): boolean =>
  one.kind === other.kind && one.id === other.id;

/** With an accident on record, and blocked if accidents of its severity do so. Told again, it is corrected. */
export function withAccident(standing: Standing, accident: Accident): Standing {
  const { accidentNo: id, date: since, severity } = accident;
  const others = (standing.accidents ?? []).filter((one) => one.accidentNo !== id);
  const stops = BLOCKING.accidents.includes(severity);
  return {
    accidents: [...others, accident],
    blocks: stops ? blocked(standing, { kind: "accident", id, since }) : (standing.blocks ?? []),
  };
}

/** With a year's grade, which blocks or stops blocking; only the latest year's counts. */
export function withTax(standing: Standing, record: TaxRecord): Standing {
  const tax = [...(standing.tax ?? []).filter(({ year }) => year !== record.year), record].toSorted(
    (a, b) => Number(a.year) - Number(b.year),
  );
  const others = (standing.blocks ?? []).filter(({ kind }) => kind !== "tax");
  const latest = tax.at(-1) ?? record;
  const stops = BLOCKING.taxGrades.includes(latest.grade);
  const since = `${Number(latest.year) + 1}-01-01`;
  return { tax, blocks: stops ? [...others, { kind: "tax", id: latest.year, since }] : others };
}

const unknownBlock = () =>
  new Problem({
    status: 422,
    code: "unknown-block",
    zh: "没有登记过此名单或事故",
    en: "No such listing or accident is on record",
  });
