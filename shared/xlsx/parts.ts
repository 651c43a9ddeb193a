/** The looks a written cell can have; `refused`, `warned` and `violation` are Excel's own bad, neutral and orange. */
export type CellStyleName =
  | "plain"
  | "heading"
  | "title"
  | "refused"
  | "warned"
  | "violation"
  | "note"
  | "rest"
  | "holiday"
  | "outside"
  | "yuan"
  | "yuanTotal"
  | "count"
  | "countTotal"
  | "wrapped";

interface Look {
  /** Inside `<font>`, before its name. */
  font?: string;
  /** ARGB of the background. */
  fill?: string;
  /** Number of a format that spreadsheet programs know by themselves; "text" when absent. */
  format?: number;
  /** Long texts break into lines inside the cell. */
  wraps?: boolean;
}

/** "Text": a number typed into such a cell keeps all of its digits. */
const TEXT = 49;
/** `#,##0.00` */
const TWO_DECIMALS = 4;
/** `#,##0` */
const WHOLE = 3;

const LOOKS: Record<CellStyleName, Look> = {
  plain: {},
  heading: { font: "<b/>", fill: "FFD9E1F2" },
  title: { font: '<b/><sz val="14"/>' },
  refused: { fill: "FFFFC7CE" },
  warned: { fill: "FFFFEB9C" },
  violation: { fill: "FFFFC000" },
  rest: { fill: "FFEDEDED" },
  holiday: { fill: "FFFCE4D6" },
  outside: { font: '<sz val="11"/><color rgb="FF7F7F7F"/>', fill: "FFD9D9D9" },
  note: { font: '<i/><sz val="11"/><color rgb="FF7F7F7F"/>' },
  yuan: { format: TWO_DECIMALS },
  yuanTotal: { font: "<b/>", format: TWO_DECIMALS },
  count: { format: WHOLE },
  countTotal: { font: "<b/>", format: WHOLE },
  wrapped: { wraps: true },
};
const NAMES = Object.keys(LOOKS) as CellStyleName[];

/** Number of each look in the style sheet; 0 is what a spreadsheet gives a number that has no look. */
export const STYLE_INDEX = Object.fromEntries(NAMES.map((name, i) => [name, i + 1])) as Record<
  CellStyleName,
  number
>;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const WRAPPED = ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>';

export function styles(): string {
  const looks = NAMES.map((name) => LOOKS[name]);
  const fonts = ["", ...looks.map(({ font }) => font ?? "")].map(
    (font) =>
      `<font>${font}${font.includes("<sz") ? "" : '<sz val="11"/>'}<name val="Calibri"/><family val="2"/></font>`,
  );
  // The first two fills are fixed by the standard.
  const fills = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    ...looks.map(({ fill }) =>
      fill
        ? `<fill><patternFill patternType="solid"><fgColor rgb="${fill}"/><bgColor indexed="64"/></patternFill></fill>`
        : '<fill><patternFill patternType="none"/></fill>',
    ),
  ];
  const formats = looks.map(
    ({ fill, format = TEXT, wraps }, i) =>
      `<xf numFmtId="${format}" fontId="${i + 1}" fillId="${fill ? i + 2 : 0}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"${wraps ? WRAPPED : "/>"}`,
  );
  return `${XML}<styleSheet xmlns="${MAIN}"><fonts count="${fonts.length}">${fonts.join("")}</fonts><fills count="${fills.length}">${fills.join("")}</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${formats.join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

/** Every part that isn't named is a sheet, so that the number of sheets needn't be known beforehand. */
export const contentTypes = (): string =>
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${SPREADSHEET}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/></Types>`;

export const packageLinks = (): string =>
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML can't hold
const SPECIAL = /[&<>"\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9a-f]{4}_/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML can't hold
const EACH_SPECIAL = /[&<>"\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/gi;
const NAMED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * A text as it stands in the XML of a workbook. What XML can't hold is written `_x0007_`, as spreadsheet programs do,
 * and so is the underscore of a text that looks like that; half a surrogate pair becomes U+FFFD.
 */
export const xmlText = (text: string): string =>
  SPECIAL.test(text)
    ? text
        .toWellFormed()
        .replace(
          EACH_SPECIAL,
          (char) => NAMED[char] ?? `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
        )
    : text;
