import { Problem } from "../../shared/values/problem.ts";
import { bareHeading, type Field, HEADINGS, IDENTIFYING } from "./readers/headers.ts";

/** What the columns of one of an enterprise's own kinds of file mean. */
export interface NamedMap {
  name: string | null;
  /** By the heading in the file. */
  columns: Record<string, Field>;
}

/** The maps that an enterprise has saved; each saving replaces all of them. */
export interface ColumnMaps {
  uscc: string;
  maps: NamedMap[];
  savedBy: string | null;
  savedAt: string | null;
  /** 0 while none were ever saved. */
  version: number;
}

export interface MapForm {
  name?: string | undefined;
  columns: Record<string, string>;
}

export const MOST_MAPS = 20;
const MOST_COLUMNS = 40;
const LONGEST_HEADING = 40;
const SAYS_HOW_LONG: readonly Field[] = ["in", "out", "hours", "status"];

/**
 * Maps as they can be read by.
 * @throws Problem 422 that points at the column or map which is wrong
 */
export function mapsFrom(forms: readonly MapForm[]): NamedMap[] {
  return forms.map(({ name, columns }, index) => {
    const place = `/maps/${index}/columns`;
    const entries = Object.entries(columns);
    if (entries.length > MOST_COLUMNS) throw tooManyColumns(place);
    const known = entries.map(([heading, field]) => [heading, fieldOr(heading, field, place)] as const);
    assertDistinct(known, place);
    assertReadable(new Set(known.map(([, field]) => field)), place);
    return { name: name ?? null, columns: Object.fromEntries(known) };
  });
}

function fieldOr(heading: string, field: string, place: string): Field {
  const pointer = `${place}/${escaped(heading)}`;
  if (bareHeading(heading) === "" || heading.length > LONGEST_HEADING) throw badHeading(pointer);
  if (!Object.hasOwn(HEADINGS, field)) throw unknownField(pointer);
  return field as Field;
}

/** Each field has one column, and each column one field, or nobody knows which is meant. */
function assertDistinct(columns: readonly (readonly [string, Field])[], place: string): void {
  const [headings, fields] = [new Set<string>(), new Set<Field>()];
  for (const [heading, field] of columns) {
    const bare = bareHeading(heading);
    if (headings.has(bare) || fields.has(field)) throw twice(`${place}/${escaped(heading)}`);
    headings.add(bare);
    fields.add(field);
  }
}

/** A row must tell who, which day, and what of it: a date with times, hours or a status, or a punch. */
function assertReadable(fields: ReadonlySet<Field>, place: string): void {
  const tellsWho = IDENTIFYING.some((field) => fields.has(field));
  const tellsDay = fields.has("punch") || fields.has("date");
  const tellsWhat = fields.has("punch") || SAYS_HOW_LONG.some((field) => fields.has(field));
  const isMixed = fields.has("punch") && ["in", "out", "hours"].some((field) => fields.has(field as Field));
  if (!tellsWho || !tellsDay || !tellsWhat) throw incomplete(place);
  if (isMixed) throw mixed(place);
}

/** As RFC 6901 has it. */
const escaped = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

const refused = (code: string, zh: string, en: string, pointer: string) =>
  new Problem({ status: 422, code, zh, en, pointer });

const tooManyColumns = (pointer: string) =>
  refused("too-many-columns", `最多 ${MOST_COLUMNS} 列`, `At most ${MOST_COLUMNS} columns`, pointer);
const badHeading = (pointer: string) =>
  refused(
    "bad-heading",
    `表头不能为空，最多 ${LONGEST_HEADING} 个字符`,
    `A heading can't be empty and has at most ${LONGEST_HEADING} characters`,
    pointer,
  );
const unknownField = (pointer: string) =>
  refused(
    "unknown-field",
    `未知栏目，应为：${Object.keys(HEADINGS).join(" ")}`,
    `Unknown field; expected one of: ${Object.keys(HEADINGS).join(" ")}`,
    pointer,
  );
const twice = (pointer: string) =>
  refused(
    "column-mapped-twice",
    "同一表头或同一栏目对应了两次",
    "A heading or a field is mapped twice",
    pointer,
  );
const incomplete = (pointer: string) =>
  refused(
    "map-incomplete",
    "至少需要一个能确定学生的栏目，以及日期和时间（工时、状态），或打卡时间",
    "A map needs a field that says who, and a date with times, hours or a status, or a punch",
    pointer,
  );
const mixed = (pointer: string) =>
  refused(
    "map-ambiguous",
    "打卡流水（punch）不能与上班时间、下班时间、工时同时使用",
    "A list of punches has no times of arrival and departure and no hours",
    pointer,
  );
