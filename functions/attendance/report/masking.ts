import { mask, maskName, maskNumbers } from "../../../shared/values/mask.ts";
import type { GridRow } from "../files/grid.ts";
import { bareHeading, type Field } from "../readers/headers.ts";
import type { Reading } from "../readers/shape.ts";
import { maskedValue } from "./finding-line.ts";

/** What is known of a sheet by those who show it. */
export type Shown = Pick<Reading, "headingRow" | "personal" | "personalOf">;

/** Headings of columns that nobody reads, but that tell who somebody is all the same. */
const OF_NAMES = /^[\p{L}()]{0,8}(?:姓名|名字|联系人|监护人|负责人|家长)$/u;
const OF_NUMBERS = /^[\p{L}()]{0,8}(?:身份证|证件|手机|电话|联系方式|[账帐]号|卡号)[号码]{0,2}$/u;

/**
 * Shows the rows of a sheet without telling who anybody is. The columns that tell it are masked by what they hold,
 * and in every other cell whatever looks like a number of a person, a name behind its label, and the row's own name.
 * Rows are to be given in their order: headings say what stands below them.
 */
export function masker({ headingRow, personal, personalOf }: Shown): (row: GridRow) => string[] {
  const fields = new Map<number, Field>(personal);
  const remembered = new Map<number, Map<string, string>>();
  let names: string[] = [];

  const personalCell = (column: number, field: Field, text: string): string => {
    let known = remembered.get(column);
    // a student has a row a day: remembering is cheaper than masking, as long as it is not everybody
    if (!known || known.size === MOST_REMEMBERED) {
      known = new Map();
      remembered.set(column, known);
    }
    const masked = known.get(text) ?? maskedValue(field, text);
    known.set(text, masked);
    return masked;
  };

  const namesIn = ({ values }: GridRow): string[] => {
    const found: string[] = [];
    for (const [column, field] of fields) {
      const name = field === "name" ? (values[column] ?? "").trim() : "";
      if (name.length > 1 && /\p{L}/u.test(name)) found.push(name);
    }
    // where one name stands for several rows, only the first has it
    return found.length > 0 ? found : names;
  };

  return (row) => {
    const isHeading = row.row <= headingRow;
    if (isHeading) learn(row, fields, personal);
    else names = namesIn(row);
    const own = personalOf && !isHeading ? personalOf(row) : fields;
    const masked = row.values.map((text, column) => {
      const field = isHeading ? undefined : own.get(column);
      return field ? personalCell(column, field, text) : maskText(text, isHeading ? [] : names);
    });
    return maskBehindLabels(masked, row.values);
  };
}

const MOST_REMEMBERED = 5_000;

function learn({ values }: GridRow, fields: Map<number, Field>, personal: ReadonlyMap<number, Field>): void {
  for (const [column, text] of values.entries()) {
    if (text === "" || personal.has(column)) continue;
    const heading = bareHeading(text);
    if (OF_NAMES.test(heading)) fields.set(column, "name");
    else if (OF_NUMBERS.test(heading)) fields.set(column, "account");
  }
}

const SHORTEST_NUMBER = 11;
const NAME_LABEL =
  /(姓\s*名|联系人|制表人?|填表人?|审核人?|负责人|经办人|班主任)(\s*[:：]\s*)([^\s,，;；:：()（）/|]+)/gu;
const NUMBER_LABEL =
  /([工学账帐]\s*号|登记号码|身份证号?码?|[手座]机号?码?|电\s*话)(\s*[:：]\s*)([^\s,，;；:：()（）/|]+)/gu;
const ENDS_IN_NAME_LABEL = /(?:姓\s*名|联系人|制表人?|填表人?|审核人?|负责人|经办人|班主任)\s*[:：]\s*$/u;
const ENDS_IN_NUMBER_LABEL = /(?:[工学账帐]\s*号|登记号码|身份证号?码?|[手座]机号?码?|电\s*话)\s*[:：]\s*$/u;

/** A text in which nobody is recognised: numbers, names behind their labels, and the given names. */
export function maskText(text: string, names: readonly string[] = []): string {
  let masked = text.length < SHORTEST_NUMBER ? text : maskNumbers(text);
  if (HAS_LABEL.test(masked)) {
    masked = masked
      .replace(NAME_LABEL, (_, label, colon, name) => label + colon + maskName(name))
      .replace(NUMBER_LABEL, (_, label, colon, number) => label + colon + mask(number));
  }
  for (const name of names) {
    if (masked.length >= name.length && masked.includes(name))
      masked = masked.replaceAll(name, maskName(name));
  }
  return masked;
}

const HAS_LABEL = /[\p{L}]\s*[:：]/u;

function endsInColon(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last === COLON || last === WIDE_COLON || (last <= SPACE && /[:：]\s+$/u.test(text));
}

const SPACE = 32;
const COLON = 58;
const WIDE_COLON = 0xff1a;

/** `姓 名:` may stand in one cell and the name in the next that holds anything. */
function maskBehindLabels(masked: string[], values: readonly string[]): string[] {
  if (!values.some(endsInColon)) return masked;
  let label = "";
  for (const [column, text] of values.entries()) {
    if (text.trim() === "") continue;
    const isLabel = endsInColon(text);
    if (!isLabel && ENDS_IN_NAME_LABEL.test(label)) masked[column] = maskName(text);
    else if (!isLabel && ENDS_IN_NUMBER_LABEL.test(label)) masked[column] = mask(text);
    label = isLabel ? text : "";
  }
  return masked;
}
