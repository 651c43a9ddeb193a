import type { ServerResponse } from "node:http";

/** Answers with a problem document (RFC 9457) of the stage itself. */
export function sendProblem(
  response: ServerResponse,
  status: number,
  code: string,
  zh: string,
  en: string,
): void {
  const problem = {
    type: "about:blank",
    title: `${zh} / ${en}`,
    status,
    code,
    detail: zh,
    detailZh: zh,
    detailEn: en,
  };
  response
    .writeHead(status, { "content-type": "application/problem+json; charset=utf-8" })
    .end(JSON.stringify(problem));
}
