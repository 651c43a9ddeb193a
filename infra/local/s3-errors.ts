import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** An error as S3 words it. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = code;
    this.status = status;
    this.code = code;
  }

  static denied(action: string): S3Error {
    return new S3Error(403, "AccessDenied", `Access Denied: no policy allows ${action}`);
  }

  /** Answers with it; a body that is still coming is not read to its end. */
  send(request: IncomingMessage, response: ServerResponse): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const requestId = randomBytes(8).toString("hex").toUpperCase();
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${this.code}</Code><Message>${escapeXml(this.message)}</Message><RequestId>${requestId}</RequestId></Error>`;
    const headers = { "content-type": "application/xml", "x-amz-request-id": requestId };
    if (!request.complete) response.setHeader("connection", "close");
    response.writeHead(this.status, headers).end(request.method === "HEAD" ? undefined : text);
    // an answer that overtakes the body is lost on a client that is still sending: swallow what comes, for a while
    request.resume();
  }
}

export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
