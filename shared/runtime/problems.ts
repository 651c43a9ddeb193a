import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Problem, type ProblemFacts, problemDocument } from "../values/problem.ts";
import { execution } from "./context.ts";
import { log } from "./log.ts";

export const SECURITY_HEADERS: Record<string, string> = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
};

/** Any failure as a problem document: ours as it is, everything else as a 500 that tells nothing but its id. */
export function problemAnswer(
  cause: unknown,
  event: { headers?: Record<string, string | undefined> },
): APIGatewayProxyStructuredResultV2 {
  const facts = cause instanceof Problem ? cause.facts : internal(cause);
  const language = prefersEnglish(event.headers?.["accept-language"]) ? "en" : "zh";
  return {
    statusCode: facts.status,
    headers: {
      ...SECURITY_HEADERS,
      "content-type": "application/problem+json; charset=utf-8",
      "content-language": language,
    },
    body: JSON.stringify(problemDocument(facts, language, execution().correlationId)),
  };
}

function internal(cause: unknown): ProblemFacts {
  log.error("request.failed", {}, cause);
  return {
    status: 500,
    code: "internal",
    zh: "系统内部错误，请凭关联编号联系管理员",
    en: "Something went wrong on our side; quote the correlation id when you ask about it",
  };
}

/** English only when it is asked for before Chinese. */
function prefersEnglish(header: string | undefined): boolean {
  const [zh, en] = ["zh", "en"].map((tag) => header?.toLowerCase().indexOf(tag) ?? -1) as [number, number];
  return en >= 0 && (zh < 0 || en < zh);
}
