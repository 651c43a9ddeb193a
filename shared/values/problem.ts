/** What went wrong, for a person in either language and for a program by its stable code (RFC 9457). */
export interface ProblemFacts {
  status: number;
  /** Stable, kebab-case; clients branch on it. */
  code: string;
  zh: string;
  en: string;
  /** JSON pointer into the request to the offending field, e.g. `/body/uscc` → `/uscc`. */
  pointer?: string;
  /** Further members of the problem document; never personal data. */
  extra?: Record<string, unknown>;
}

/** An answer that the caller can act on. Everything else that is thrown is a fault of ours and becomes a 500. */
export class Problem extends Error {
  readonly facts: ProblemFacts;

  constructor(facts: ProblemFacts) {
    super(`${facts.code}: ${facts.en}`);
    this.name = "Problem";
    this.facts = facts;
  }
}

/** The problem document as it travels. `detail` follows Accept-Language; both languages are always there. */
export function problemDocument(facts: ProblemFacts, language: "zh" | "en", correlationId: string) {
  return {
    type: `https://ronghe.example/problems/${facts.code}`,
    title: `${TITLES[facts.status]?.zh ?? "错误"} ${TITLES[facts.status]?.en ?? "Error"}`,
    status: facts.status,
    code: facts.code,
    detail: language === "zh" ? facts.zh : facts.en,
    detailZh: facts.zh,
    detailEn: facts.en,
    ...(facts.pointer === undefined ? {} : { pointer: facts.pointer }),
    correlationId,
    ...facts.extra,
  };
}

const TITLES: Record<number, { zh: string; en: string }> = {
  400: { zh: "请求有误", en: "Bad request" },
  401: { zh: "未登录", en: "Unauthorized" },
  403: { zh: "无权访问", en: "Forbidden" },
  404: { zh: "未找到", en: "Not found" },
  409: { zh: "与现状冲突", en: "Conflict" },
  412: { zh: "前提不满足", en: "Precondition failed" },
  413: { zh: "内容过大", en: "Content too large" },
  415: { zh: "媒体类型不支持", en: "Unsupported media type" },
  422: { zh: "内容不符合规则", en: "Unprocessable content" },
  429: { zh: "请求过多", en: "Too many requests" },
  500: { zh: "系统内部错误", en: "Internal server error" },
  503: { zh: "暂时不可用", en: "Service unavailable" },
};

export const notFound = (zh: string, en: string, pointer?: string): Problem =>
  new Problem({ status: 404, code: "not-found", zh, en, ...(pointer ? { pointer } : {}) });
