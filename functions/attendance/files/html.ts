import { FileRefused } from "../rules/file-refused.ts";
import type { ByteSource } from "./bytes.ts";
import { decoded, type Encoding } from "./encoding.ts";
import type { GridSheet } from "./grid.ts";
import { Page } from "./html-table.ts";

/** Pages are kept in memory, since a table may stand anywhere in them. Bytes, and characters of a tag. */
const LARGEST_PAGE = 32e6;
const LONGEST_TAG = 1_000_000;

/**
 * Opens a web page, which many systems export under the name .xls: every table that has rows is a sheet.
 * @throws FileRefused file-too-large | file-not-what-it-says when there is no table
 */
export async function openHtml(source: ByteSource, encoding: Encoding): Promise<GridSheet[]> {
  if (source.size > LARGEST_PAGE) throw tooLarge(source.size);
  const page = new Page();
  const scanner = new HtmlScanner(page);
  for await (const text of decoded(source.stream(0, source.size), encoding)) scanner.write(text);
  const tables = page.end().filter(({ rows }) => rows.length > 0);
  if (tables.length === 0)
    throw new FileRefused("file-not-what-it-says", { found: "HTML", expected: "xlsx, xls, csv" });
  return tables.map(({ rows, merged }, i) => ({
    name: `Sheet${i + 1}`,
    hidden: false,
    rows: async function* () {
      yield rows;
    },
    merged: async () => merged,
  }));
}

/** Splits a page into tags and text as it comes, in one pass. */
class HtmlScanner {
  readonly #page: Page;
  #pending = "";
  /** Inside a script or a style, whose end is awaited: what stands there is no text. */
  #raw = "";

  constructor(page: Page) {
    this.#page = page;
  }

  /** @throws FileRefused file-damaged when a tag or a comment doesn't end | too-many-rows */
  write(piece: string): void {
    const data = this.#pending + piece;
    let at = 0;
    for (;;) {
      const start = this.#nextTag(data, at);
      if (start < 0) break;
      if (this.#raw === "" && start > at) this.#page.text(data.slice(at, start));
      at = start;
      const end = tagEnd(data, start);
      if (end < 0) break;
      if (end === start) this.#page.text("<");
      else this.#tag(data.slice(start + 1, end));
      at = end + 1;
    }
    this.#pending = data.slice(at);
    if (this.#raw === "" && !this.#pending.startsWith("<")) {
      // An entity may be cut in two: its beginning waits.
      const cut = this.#pending.length - (/&[#\w]{0,10}$/.exec(this.#pending)?.[0].length ?? 0);
      this.#page.text(this.#pending.slice(0, cut));
      this.#pending = this.#pending.slice(cut);
    }
    if (this.#pending.length > LONGEST_TAG) throw new FileRefused("file-damaged", { found: "HTML" });
  }

  #nextTag(data: string, at: number): number {
    if (this.#raw === "") return data.indexOf("<", at);
    const end = data.slice(at).search(END_OF_RAW);
    return end < 0 ? -1 : at + end;
  }

  #tag(tag: string): void {
    if (tag.startsWith("!") || tag.startsWith("?")) return;
    const name = (/^\/?[\w:-]+/.exec(tag)?.[0] ?? "").toLowerCase();
    this.#raw = name === "script" || name === "style" ? name : "";
    if (name.startsWith("/")) this.#page.close(name.slice(1));
    else this.#page.open(name, tag.slice(name.length));
  }
}

const END_OF_RAW = /<\/(?:script|style)/i;

/** Where the tag at `start` ends; `start` itself when it is a mere "<"; -1 when its end hasn't come. */
function tagEnd(data: string, start: number): number {
  if (start + 4 > data.length) return -1;
  if (data.startsWith("<!--", start)) {
    const end = data.indexOf("-->", start + 4);
    return end < 0 ? -1 : end + 2;
  }
  if (!/[a-z/!?]/i.test(data.charAt(start + 1))) return start;
  for (let at = start + 1; at < data.length; at++) {
    const char = data[at];
    if (char === ">") return at;
    if ((char === '"' || char === "'") && data[at - 1] === "=") {
      at = data.indexOf(char, at + 1);
      if (at < 0) return -1;
    }
  }
  return -1;
}

const tooLarge = (size: number): FileRefused =>
  new FileRefused("file-too-large", {
    found: `HTML ${Math.ceil(size / 1e6)} MB`,
    expected: `${LARGEST_PAGE / 1e6} MB`,
  });
