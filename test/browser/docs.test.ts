import { afterAll, beforeAll, expect, test } from "vitest";
import { useStage } from "../integration/on-stage.ts";
import { launchBrowser, type TestBrowser } from "./browser.ts";
import { openPage, seriousFindings, sidewaysScroll } from "./watch.ts";

const held = useStage();
let chromium: TestBrowser;

beforeAll(async () => {
  chromium = await launchBrowser();
});
afterAll(() => chromium?.close());

test.each(["light", "dark"] as const)(
  "in %s colours the reference draws no complaint, opened up, on a phone",
  async (colorScheme) => {
    const { page, complaints } = await openPage(chromium.browser, {
      colorScheme,
      viewport: { width: 360, height: 740 },
    });
    await page.goto(`${held.stage.url}/docs`);
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    expect(await page.locator("article").count()).toBeGreaterThan(80);
    expect(await page.getByText("/v1/subscriptions/{id}/replay").count()).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(complaints).toEqual([]);
  },
);
