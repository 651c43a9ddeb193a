import { createServer, type IncomingMessage, type Server } from "node:http";
import { type CloudEvent, HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

/** One delivery as a subscriber understood it with the official libraries. */
export interface Delivery {
  path: string;
  webhookId: string;
  event: CloudEvent<Record<string, unknown>>;
  /** What it was answered. */
  status: number;
}

/** A subscriber's own server: verifies by `standardwebhooks`, parses by `cloudevents`, answers as it is told to. */
export interface Receiver {
  url: string;
  deliveries: Delivery[];
  /** The secrets of its paths; whoever is not verified is answered 401 and not counted. */
  secrets: Map<string, string>;
  /** What is answered to a delivery; 204 unless told otherwise. Undefined: nothing, ever. */
  answer: (delivery: Omit<Delivery, "status">) => number | undefined;
  close(): Promise<void>;
}

/** @param now the clock by which signatures are fresh @param port any free one unless given */
export async function startReceiver(now: () => Date, port = 0): Promise<Receiver> {
  const receiver: Receiver = {
    url: "",
    deliveries: [],
    secrets: new Map(),
    answer: () => 204,
    close: () => closed(server),
  };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = request.url ?? "";
    const headers = request.headers as Record<string, string>;
    if (!verified(receiver.secrets.get(path) ?? "", headers, body, now()))
      return response.writeHead(401).end();
    const event = HTTP.toEvent<Record<string, unknown>>({ headers, body }) as CloudEvent<
      Record<string, unknown>
    >;
    const delivery = { path, webhookId: headers["webhook-id"] ?? "", event };
    const status = receiver.answer(delivery);
    receiver.deliveries.push({ ...delivery, status: status ?? 0 });
    if (status === undefined) return;
    if (status === 302) response.setHeader("location", `${receiver.url}/elsewhere`);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  receiver.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  return receiver;
}

function verified(secret: string, headers: Record<string, string>, body: string, now: Date): boolean {
  try {
    atTime(now, () => new Webhook(secret).verify(body, headers));
    return true;
  } catch {
    return false;
  }
}

/** The library knows no clock but the machine's. */
function atTime(now: Date, work: () => unknown): void {
  const Machine = Date;
  globalThis.Date = class extends Machine {
    constructor(...given: [] | [number]) {
      super(given[0] ?? now.getTime());
    }
    static override now = (): number => now.getTime();
  } as DateConstructor;
  try {
    work();
  } finally {
    globalThis.Date = Machine;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
