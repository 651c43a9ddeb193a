import type { Answer } from "../../shared/runtime/http.ts";
import { html } from "./html.ts";
import { NoticePage } from "./page.tsx";
import type { Visitor } from "./session.ts";
import { Unavailable } from "./unavailable.ts";
import type { Words } from "./words.ts";

const HOME = { href: "/", words: { zh: "回到一月总览", en: "To the month at a glance" } };

/** Runs what needs the API or the provider; when either does not answer, the visitor reads that. */
export async function orUnavailable(visitor: Visitor | null, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Unavailable)) throw cause;
    return unavailable(visitor);
  }
}

const refusal =
  (status: number, title: Words, text: Words, action = HOME) =>
  (visitor: Visitor | null) =>
    html(status, <NoticePage visitor={visitor} title={title} text={text} action={action} />);

const unavailable = refusal(
  503,
  { zh: "数据暂时读不到", en: "The figures cannot be read right now" },
  {
    zh: "系统没有答复，请稍后重试。数据不受影响。",
    en: "The system does not answer; try again shortly. No data is affected.",
  },
  // an empty reference is this very address
  { href: "", words: { zh: "重试", en: "Try again" } },
);

export const notAMonth = refusal(
  400,
  { zh: "没有这个月份", en: "There is no such month" },
  { zh: "月份写作 YYYY-MM，例如 2026-06。", en: "A month is written YYYY-MM, for example 2026-06." },
);

export const notPublished = refusal(
  404,
  { zh: "本月名单尚未公示", en: "The list of this month is not published yet" },
  { zh: "月结之后开始公示。", en: "It is published once the month is closed." },
);

export const noSuchFile = refusal(
  404,
  { zh: "没有这个文件", en: "There is no such file" },
  {
    zh: "该月份尚未生成此文件，或文件名有误。",
    en: "It has not been made for this month yet, or its name is wrong.",
  },
);

export const notForYou = refusal(
  403,
  { zh: "无权下载", en: "Not for your role" },
  { zh: "此文件只提供给财政人员。", en: "This file is for finance only." },
);

export const notForReading = refusal(
  403,
  { zh: "无权查看", en: "Not for your role" },
  {
    zh: "异议只提供给经办、财政与审计人员。",
    en: "Objections are for officers, finance and auditors only.",
  },
);

export const signInFailed = refusal(
  400,
  { zh: "登录没有完成", en: "Signing in was not completed" },
  {
    zh: "登录被取消、已过期，或不是由本浏览器发起。",
    en: "It was cancelled, has expired, or was not begun in this browser.",
  },
  { href: "/login", words: { zh: "重新登录", en: "Sign in again" } },
);
