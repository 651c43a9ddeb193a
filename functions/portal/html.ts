import type { HtmlEscapedString } from "hono/utils/html";
import type { Answer } from "../../shared/runtime/http.ts";

/** Pages run no script at all and load nothing from anywhere else. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A page as an answer; components escape whatever text they are given. */
export async function html(
  status: number,
  page: HtmlEscapedString | Promise<HtmlEscapedString>,
): Promise<Answer> {
  return {
    status,
    body: `<!doctype html>${await page}`,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-language": "zh-CN, en",
      "content-security-policy": PAGE_POLICY,
    },
  };
}
