import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";

const FONT = fileURLToPath(
  import.meta.resolve("@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"),
);
const BOLD = fileURLToPath(
  import.meta.resolve("@expo-google-fonts/noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf"),
);

/** Crash the browser when several pages are open at once; the package adds them for a place with less room. */
const UNWANTED = ["--single-process", "--no-zygote", "--in-process-gpu"];

export interface TestBrowser {
  browser: Browser;
  close(): Promise<void>;
}

/** A Chromium from npm that knows exactly one family of fonts, a Chinese one, wherever the tests run. */
export async function launchBrowser(): Promise<TestBrowser> {
  const home = mkdtempSync(join(process.env["TMPDIR"] ?? "/tmp", "ronghe-fonts-"));
  // the package unpacks its own system libraries only where it believes to be in Lambda
  process.env["AWS_EXECUTION_ENV"] ??= "AWS_Lambda_nodejs22.x";
  const [{ default: chromium }, { chromium: playwright }] = await Promise.all([
    import("@sparticuz/chromium"),
    import("playwright-core"),
  ]);
  const executablePath = await chromium.executablePath();
  process.env["FONTCONFIG_PATH"] = writeFontConfig(home);
  const args = chromium.args.filter((arg) => !UNWANTED.includes(arg));
  const browser = await playwright.launch({ executablePath, args, headless: true });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function writeFontConfig(home: string): string {
  const cache = join(home, "cache");
  mkdirSync(cache);
  const folders = [FONT, BOLD].map((file) => `<dir>${dirname(file)}</dir>`).join("");
  const config = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${folders}<cachedir>${cache}</cachedir></fontconfig>`;
  writeFileSync(join(home, "fonts.conf"), config);
  return home;
}
