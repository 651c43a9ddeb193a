import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { silentDisplay } from "../city/display.ts";
import { play } from "../city/play.ts";
import { useStage } from "../integration/on-stage.ts";
import { launchBrowser, type TestBrowser } from "./browser.ts";
import { drawnAlike, openPage, seriousFindings, sidewaysScroll } from "./watch.ts";

const PERIOD = "2026-06";
const PHONE = { width: 360, height: 740 };

const held = useStage({ now: "2026-06-01T08:00:00+08:00" });
let chromium: TestBrowser;

beforeAll(async () => {
  chromium = await launchBrowser();
  await play({ url: held.stage.url, scale: "small", display: silentDisplay });
});

afterAll(() => chromium?.close());

const open = async (path: string, options: Parameters<typeof openPage>[1] = {}) => {
  const watched = await openPage(chromium.browser, options);
  await watched.page.goto(held.stage.url + path);
  return watched;
};

const answerOf = async <T>(path: string): Promise<T> =>
  (await (await fetch(held.stage.url + path)).json()) as T;

/** Walks from the page to the provider, picks a persona there, and is back where it wanted to go. */
async function signIn(page: Page, persona: string): Promise<void> {
  await page.goto(`${held.stage.url}/login`);
  await page.getByRole("button", { name: new RegExp(persona) }).click();
  await page.waitForURL(`${held.stage.url}/`);
}

describe("the month at a glance", () => {
  test("every total equals the API's", async () => {
    const { page } = await open(`/?period=${PERIOD}`);
    const overview = await answerOf<Record<string, unknown>>(`/v1/overview?period=${PERIOD}`);
    const totals = await page.locator("[data-total]").all();
    expect(totals.length).toBeGreaterThan(10);
    for (const total of totals) {
      const field = (await total.getAttribute("data-total")) ?? "";
      const told = field
        .split(".")
        .reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], overview);
      expect([field, Number(await total.getAttribute("value"))]).toEqual([field, told]);
    }
    expect(overview["accruedFen"]).toBeGreaterThan(0);
  });

  test("the chart has a bar for every unit of the published ranking, and the table a row", async () => {
    const { page } = await open(`/?period=${PERIOD}`);
    const { items } = await answerOf<{ items: unknown[] }>(`/v1/rankings/${PERIOD}?limit=1000`);
    expect(items.length).toBeGreaterThan(0);
    expect(await page.locator("svg.chart .bar").count()).toBe(items.length);
    expect(await page.locator("tr[data-unit]").count()).toBe(items.length);
  });

  test("Chinese is drawn as Chinese", async () => {
    const { page } = await open(`/?period=${PERIOD}`);
    expect(await page.locator("h1").innerText()).toContain("2026年6月");
    expect(await drawnAlike(page, "h1", "年月融合产教考核排名")).toBe(0);
  });

  test("a month that is over stands still, one that runs asks again and can be stopped", async () => {
    const refresh = 'meta[http-equiv="refresh"]';
    const { page } = await open(`/?period=${PERIOD}`);
    expect(await page.locator(refresh).count()).toBe(0);
    await page.getByRole("link", { name: /下月/ }).click();
    expect(await page.locator(refresh).count()).toBe(1);
    await page.getByRole("link", { name: /暂停/ }).click();
    expect(await page.locator(refresh).count()).toBe(0);
  });
});

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  test.each([`/?period=${PERIOD}`, "/?period=2026-07&refresh=off", `/publicity/${PERIOD}`, "/rules"])(
    "%s draws no complaint, neither from the browser nor from axe, and fits a phone",
    async (path) => {
      const { page, complaints } = await open(path, { colorScheme, viewport: PHONE });
      expect(await seriousFindings(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
      expect(complaints).toEqual([]);
    },
  );
});

describe("files", () => {
  test("finance signs in and downloads the settlement", async () => {
    const { page } = await open("/");
    await signIn(page, "财政经办");
    await page.goto(`${held.stage.url}/?period=${PERIOD}`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /结算表/ }).click(),
    ]);
    const workbook = await readFile(await download.path());
    expect(workbook.subarray(0, 2).toString()).toBe("PK");
  });

  test("an officer signs in and reads the objections, finance is offered the bank's XML", async () => {
    const { page, complaints } = await open(`/objections/${PERIOD}`);
    await page.getByRole("button", { name: /发改/ }).click();
    await page.waitForURL(`${held.stage.url}/objections/${PERIOD}`);
    expect(await page.locator("h1").innerText()).toContain("异议");
    expect(await page.locator("tr[data-objection], .notice").count()).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
    await page.goto(`${held.stage.url}/?period=${PERIOD}`);
    expect(await page.locator('a[href$="/payment.xml"], a[href$="/publicity.csv"]').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  test("whoever is not signed in is led to the provider, and then to what was asked for", async () => {
    const { page } = await open(`/downloads/${PERIOD}/settlement.csv`);
    expect(new URL(page.url()).pathname).not.toMatch(/^\/downloads/);
    await page.getByRole("button", { name: /发改/ }).click();
    await page.waitForURL(/\/downloads\//);
    expect(await page.getByRole("alert").innerText()).toContain("无权下载");
  });

  test("signing out ends it, and the next one to sign in is asked who it is", async () => {
    const { page } = await open("/");
    await signIn(page, "财政经办");
    await page.getByRole("button", { name: /退出/ }).click();
    await page.getByRole("link", { name: /登录/ }).waitFor();
    expect(await page.context().cookies()).not.toContainEqual(
      expect.objectContaining({ name: "ronghe_session" }),
    );
    await signIn(page, "发改");
    expect(await page.locator(".who").innerText()).toBe("officer-a");
  });
});
