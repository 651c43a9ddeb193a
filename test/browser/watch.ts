import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** A page that takes longer is broken, on the slowest machine. */
const PATIENCE_MS = 15_000;

export interface WatchedPage {
  page: Page;
  /** Errors of the console, uncaught exceptions, and whatever the page's own policy refused. */
  complaints: string[];
}

/** A page of its own session that remembers everything the browser complains about. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: "zh-CN", ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => complaints.push(`${request.url()} ${request.failure()?.errorText}`));
  return { page, complaints };
}

/** What axe-core finds and calls serious or critical, with where. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<{ violations: Finding[] }>("axe.run(document)");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

interface Finding {
  id: string;
  impact: string;
  nodes: { target: string[] }[];
}

/**
 * How many of the characters are drawn alike, or like one that no font has: without a Chinese font every
 * character is the same empty box.
 */
export function drawnAlike(page: Page, selector: string, characters: string): Promise<number> {
  return page.evaluate<number>(`(() => {
    const { fontFamily } = getComputedStyle(document.querySelector(${JSON.stringify(selector)}));
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const draw = (character) => {
      pen.clearRect(0, 0, 40, 40);
      pen.font = "32px " + fontFamily;
      pen.fillText(character, 2, 34);
      return pen.getImageData(0, 0, 40, 40).data.join();
    };
    const drawn = ["\\u{10fffd}", " ", ...${JSON.stringify([...characters])}].map(draw);
    return drawn.length - new Set(drawn).size;
  })()`);
}

/** By how many pixels the page is wider than the screen. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
