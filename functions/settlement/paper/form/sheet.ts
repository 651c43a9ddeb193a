import { PDFDocument } from "pdfkit";

/** Lengths in points, of an A4 page. */
export const MARGIN = 40;
const FOOTER = 24;
export const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - MARGIN - FOOTER;

const INK = "#1a1a1a";
const RULE = "#8c8c8c";
const SHADE = "#eef1f5";
const LEADING = 1.35;
const PADDING = 3;
/** Above and below the text of a row together. */
const AIR = 6;

export interface Cell {
  text: string;
  width: number;
  align?: "left" | "right" | "center";
  /** Shaded, as headings are. */
  shaded?: boolean;
}

interface Titles {
  title: string;
  author: string;
  drawnAt: Date;
}

/** Paper that is filled from top to bottom; whatever finds no room begins a new page. */
export class Sheet {
  readonly #document: PDFDocument;
  #y = MARGIN;

  /** @param font a TrueType font that has every character to be written */
  constructor(font: Uint8Array, { title, author, drawnAt }: Titles) {
    const info = { Title: title, Author: author, CreationDate: drawnAt };
    this.#document = new PDFDocument({ size: "A4", margin: MARGIN, font, bufferPages: true, info });
    this.#document.lineWidth(0.5);
  }

  get pages(): number {
    return this.#document.bufferedPageRange().count;
  }

  skip(height: number): void {
    this.#y += height;
  }

  /** Whether so much still fits on the page. */
  hasRoom(height: number): boolean {
    return this.#y + height <= BOTTOM;
  }

  turnPage(): void {
    this.#document.addPage().lineWidth(0.5);
    this.#y = MARGIN;
  }

  /** One line across the page. */
  line(text: string, size: number, align: Cell["align"] = "left"): void {
    this.#document.fillColor(INK).fontSize(size);
    this.#write(text, { x: MARGIN, y: this.#y, width: WIDTH, align });
    this.#y += size * LEADING;
  }

  /** How high a row of such cells is: as its longest text needs, broken into lines. */
  heightOf(cells: readonly Cell[], size: number): number {
    this.#document.fontSize(size);
    const lines = cells.map(({ text, width }) => this.#broken(text, width - 2 * PADDING).length);
    return Math.max(...lines) * size * LEADING + AIR;
  }

  /** Cells side by side within rules, which are drawn in one stroke: each of its own would take as much again. */
  row(cells: readonly Cell[], size: number, height = this.heightOf(cells, size)): void {
    const document = this.#document;
    const places = cells.map((_, at) => cells.slice(0, at).reduce((x, { width }) => x + width, MARGIN));
    const outline = (at: number, { width }: Cell) => document.rect(places[at] ?? 0, this.#y, width, height);
    if (cells.some(({ shaded }) => shaded)) {
      for (const [at, cell] of cells.entries()) if (cell.shaded) outline(at, cell);
      document.fill(SHADE);
    }
    for (const [at, cell] of cells.entries()) outline(at, cell);
    document.stroke(RULE).fillColor(INK).fontSize(size);
    for (const [at, cell] of cells.entries()) this.#text(cell, places[at] ?? 0, size, height);
    this.#y += height;
  }

  /** Writes the foot of every page and gives out the bytes. The sheet can't be written on any more. */
  async *finished(foot: (page: number, pages: number) => string): AsyncGenerator<Uint8Array> {
    const document = this.#document;
    const { pages } = this;
    for (let page = 0; page < pages; page++) {
      document.switchToPage(page);
      document.fillColor(INK).fontSize(7.5);
      const y = BOTTOM + FOOTER - 9;
      this.#write(foot(page + 1, pages), { x: MARGIN, y, width: WIDTH, align: "center" });
    }
    document.end();
    yield* document as AsyncIterable<Uint8Array>;
  }

  /** A cell's text, in the middle of its height. */
  #text({ text, width, align }: Cell, x: number, size: number, height: number): void {
    const lines = this.#broken(text, width - 2 * PADDING);
    let y = this.#y + (height - lines.length * size * LEADING) / 2 + size * 0.08;
    for (const line of lines) {
      this.#write(line, { x: x + PADDING, y, width: width - 2 * PADDING, align });
      y += size * LEADING;
    }
  }

  #write(
    text: string,
    { x, y, width, align }: { x: number; y: number; width: number; align: Cell["align"] },
  ): void {
    if (text === "") return;
    const document = this.#document;
    const spare = align === "right" || align === "center" ? width - document.widthOfString(text) : 0;
    document.text(text, x + (align === "center" ? spare / 2 : spare), y, { lineBreak: false });
  }

  /** Chinese breaks between any two characters; a text in lines of its own keeps them. */
  #broken(text: string, width: number): string[] {
    return text.split("\n").flatMap((line) => {
      if (this.#document.widthOfString(line) <= width) return [line];
      const lines = [""];
      for (const character of line) {
        const longer = `${lines.at(-1)}${character}`;
        if (this.#document.widthOfString(longer) <= width) lines[lines.length - 1] = longer;
        else lines.push(character);
      }
      return lines;
    });
  }
}
