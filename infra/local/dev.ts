import type { IncomingMessage, ServerResponse } from "node:http";
import type { TokenRequest } from "./identity.ts";
import { sendProblem } from "./problems.ts";
import type { Stage } from "./stage.ts";

/** Where the stage itself can be spoken to. */
export const DEV_PATH = "/dev";

const TOKEN_SECONDS = 3600;
const MOST_BYTES = 100_000;
/** Names by which this machine may be called: a page from elsewhere must not steer the stage under a name of its own. */
const OWN_HOSTS = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** What only a local stage has: tokens, the clock, waiting, its state. */
export async function answerDev(
  stage: Stage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split("?")[0];
  const send = (status: number, body: unknown): void => {
    response
      .writeHead(status, { "content-type": "application/json; charset=utf-8" })
      .end(JSON.stringify(body));
  };
  if (!OWN_HOSTS.test(request.headers.host ?? "")) {
    return sendProblem(
      response,
      403,
      "foreign-host",
      "只接受本机地址",
      "only this machine's own names are accepted",
    );
  }
  const body = await bodyOf(request);
  if (!body)
    return sendProblem(response, 400, "malformed", "请求内容不是 JSON 对象", "the body is no JSON object");
  switch (`${request.method} ${path}`) {
    case "POST /dev/token": {
      const wanted = tokenRequest(body);
      if (!wanted)
        return sendProblem(
          response,
          400,
          "malformed",
          "roles 必须是字符串数组",
          "roles must be a list of texts",
        );
      return send(200, {
        access_token: await stage.token(wanted),
        token_type: "Bearer",
        expires_in: TOKEN_SECONDS,
      });
    }
    case "POST /dev/clock": {
      const now = new Date(String(body["now"]));
      if (typeof body["now"] !== "string" || Number.isNaN(now.getTime())) {
        return sendProblem(
          response,
          400,
          "malformed",
          "now 必须是 ISO 8601 时间",
          "now must be a time in ISO 8601",
        );
      }
      const fired = await stage.clock(now.toISOString());
      if (!fired)
        return sendProblem(response, 409, "clock-backwards", "时钟只能向前", "the clock moves forward only");
      return send(200, { now: stage.now().toISOString(), fired });
    }
    case "GET /dev/clock":
      return send(200, { now: stage.now().toISOString() });
    case "POST /dev/settle": {
      const { settled, ms, busy } = await stage.settle();
      if (settled) return send(200, { settled, ms });
      return sendProblem(
        response,
        504,
        "not-settled",
        `仍在处理：${busy.join("；")}`,
        `still busy: ${busy.join("; ")}`,
      );
    }
    case "GET /dev/state":
      return send(200, stage.state());
    default:
      return sendProblem(response, 404, "not-found", "没有这个地址", "there is nothing here");
  }
}

function tokenRequest({ roles, org, sub }: Record<string, unknown>): TokenRequest | null {
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === "string")) return null;
  return {
    roles: roles as string[],
    ...(typeof org === "string" && org !== "" ? { org } : {}),
    ...(typeof sub === "string" && sub !== "" ? { sub } : {}),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    const parsed = JSON.parse(Buffer.concat(chunks).toString() || "{}") as unknown;
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
