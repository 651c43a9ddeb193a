import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The stage's one server: what answers is decided by how a path begins, the longest beginning first. */
export class HttpServer {
  readonly port: number;
  readonly #servers: readonly Server[];
  #answers: [string, Answer][] = [];

  private constructor(port: number, servers: readonly Server[]) {
    this.port = port;
    this.#servers = servers;
  }

  /** Listens to this machine alone, on any free port for 0. Until `serve` is called it answers 503. */
  static async listen(port: number, now: () => Date): Promise<HttpServer> {
    let http: HttpServer | undefined;
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
      // SDKs set their clocks by this header: with the machine's time they would sign by the wrong one
      response.setHeader("date", now().toUTCString());
      if (http) http.#route(request, response);
      else response.writeHead(503).end();
    };
    const main = await bind(createServer(onRequest), port, "127.0.0.1");
    const { port: bound } = main.address() as AddressInfo;
    // `localhost` may mean either
    const other = await bind(createServer(onRequest), bound, "::1").catch(() => null);
    http = new HttpServer(bound, other ? [main, other] : [main]);
    return http;
  }

  /** From now on requests whose path begins like this, up to a slash or the end, are answered so. */
  serve(answers: Record<string, Answer>): void {
    this.#answers = Object.entries(answers).sort(([a], [b]) => b.length - a.length);
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  }

  #route(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.split("?")[0] ?? "/";
    const found = this.#answers.find(
      ([beginning]) => beginning === "" || path === beginning || path.startsWith(`${beginning}/`),
    );
    if (!found) {
      response.writeHead(503).end();
      return;
    }
    found[1](request, response).catch((cause: Error) => {
      if (request.destroyed && !request.complete) return;
      console.error(`${request.method} ${path}: ${cause.stack ?? cause.message}`);
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { "content-type": "application/json" })
          .end('{"message":"Internal Server Error"}');
    });
  }
}

function bind(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === "EADDRINUSE" ? new Error(`端口 ${port} 已被占用 / port ${port} is in use`) : cause,
      );
    });
    server.listen(port, host, () => resolve(server));
  });
}
