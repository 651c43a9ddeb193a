import type { GridSheet } from "../files/grid.ts";
import { plain } from "../files/text.ts";
import { parseStatus } from "./status.ts";

/** What a firm's own marks mean, by mark, in words that are known. */
export type Legend = ReadonlyMap<string, string>;

const BEGINS =
  /^\s*(?:图\s*例|说\s*明|备\s*注|附?\s*注|(?:考勤|填表)?符\s*号(?:说明)?|标\s*记|填表说明)\s*[:：]?/;
const FIRST_CHARACTERS = new Set("图说备附注考填符标");
const MARK = "[^\\s\\u4e00-\\u9fff\\w.,;:!?()\\[\\]{}=|、。—-]|[A-Za-z]{1,2}(?![A-Za-z])";
const WORD = "[\\u4e00-\\u9fff]{1,6}";
const JOINT = "[\\s:=(—-]*";
const MARK_FIRST = new RegExp(`(${MARK})${JOINT}(${WORD})`, "g");
const WORD_FIRST = new RegExp(`(${WORD})${JOINT}(${MARK})`, "g");
/** Legends are short; what stands far below one is something else. */
const MOST_ROWS = 12;
const LONGEST_LEGEND = 2000;
/** Of a sheet in which every row looks like a legend, no more is kept than legends need. */
const [MOST_TEXTS, MOST_CELLS] = [50, 40];

/** A mark that means whatever the firm says it means: a sign, or one or two letters. */
export const isSign = (text: string): boolean =>
  text.length <= 2 && /^(?:[^\s\u4e00-\u9fff\d]{1,2})$/.test(text) && text !== "-";

/** The legend of a sheet, wherever it stands: `图例：√ 出勤 ○ 休息`, `注：出勤√、旷工×`, also in several rows. */
export async function legendOf(sheet: GridSheet): Promise<Legend> {
  const texts = new Set<string>();
  const keep = (values: readonly string[]): void => {
    let text = "";
    for (const value of values.slice(0, MOST_CELLS))
      if (text.length < LONGEST_LEGEND) text += `${value.slice(0, LONGEST_LEGEND)} `;
    text = text.replace(BEGINS, " ").trim().slice(0, LONGEST_LEGEND);
    if (text !== "") texts.add(text);
  };
  let left = 0;
  for await (const rows of sheet.rows()) {
    for (const { values } of rows) {
      const begin = values.findIndex(
        (value) => value !== "" && FIRST_CHARACTERS.has(value.trim().charAt(0)) && BEGINS.test(value),
      );
      if (begin >= 0) left = MOST_ROWS;
      else left -= 1;
      if (begin >= 0) keep(values.slice(begin));
      else if (left > 0 && isContinued(values)) keep(values);
      if (texts.size === MOST_TEXTS) return legendIn(texts);
    }
  }
  return legendIn(texts);
}

const legendIn = (texts: ReadonlySet<string>): Legend =>
  new Map([...texts].flatMap((text) => pairsIn(plain(text).slice(0, LONGEST_LEGEND))));

const CONTINUED = new RegExp(`^(?:${MARK})${JOINT}${WORD}|^${WORD}${JOINT}(?:${MARK})$`);

/** A line below the first that explains one more mark, in one cell. */
function isContinued(values: readonly string[]): boolean {
  const told = values.filter((value) => value.trim() !== "");
  return told.length > 0 && told.every((value) => CONTINUED.test(plain(value)));
}

function pairsIn(text: string): [mark: string, word: string][] {
  const [markFirst, wordFirst] = [text.search(MARK_FIRST), text.search(WORD_FIRST)];
  const isMarkFirst = markFirst >= 0 && (wordFirst < 0 || markFirst <= wordFirst);
  const pairs = isMarkFirst
    ? [...text.matchAll(MARK_FIRST)].map(([, mark = "", word = ""]) => [mark, word] as [string, string])
    : [...text.matchAll(WORD_FIRST)].map(([, word = "", mark = ""]) => [mark, word] as [string, string]);
  return pairs.filter(([, word]) => parseStatus(word) !== null);
}
