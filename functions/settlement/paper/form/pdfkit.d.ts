/** The little of pdfkit that the approval form uses; the package brings no types. Lengths in points. */
declare module "pdfkit" {
  import type { Readable } from "node:stream";

  export interface DocumentOptions {
    size: "A4";
    margin: number;
    /** Of a TrueType font; without one pdfkit reads fonts of its own from beside its source. */
    font: Uint8Array;
    /** Keeps finished pages, so that each can be told how many there are. */
    bufferPages: boolean;
    info: { Title: string; Author: string; CreationDate: Date };
  }

  /** What it draws comes out of it as a stream of bytes. */
  export class PDFDocument extends Readable {
    constructor(options: DocumentOptions);
    readonly page: { width: number; height: number };
    addPage(): this;
    bufferedPageRange(): { start: number; count: number };
    switchToPage(page: number): void;
    fontSize(size: number): this;
    fillColor(color: string): this;
    lineWidth(width: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    fill(color: string): this;
    stroke(color: string): this;
    widthOfString(text: string): number;
    text(text: string, x: number, y: number, options: { lineBreak: false }): this;
    end(): void;
  }
}
