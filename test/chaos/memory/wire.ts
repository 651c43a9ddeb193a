export type Service = "dynamodb" | "sqs" | "sns" | "kms" | "s3";

/** A request to AWS as it leaves a function. */
export interface WireCall {
  service: Service;
  /** `PutItem`, `SendMessageBatch`, `PUT` … */
  operation: string;
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

/** What comes back. */
export interface Wire {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Ports that stand for the services: nothing listens on them, a request is answered where it is made. */
export const PORTS: Record<Service, number> = { dynamodb: 8001, sqs: 8002, sns: 8003, kms: 8004, s3: 8005 };

const SERVICES = new Map(Object.entries(PORTS).map(([service, port]) => [port, service as Service]));

/** Where the functions find each service: the SDKs' own settings. */
export const ENDPOINTS: Record<string, string> = Object.fromEntries(
  Object.entries(PORTS).map(([service, port]) => [
    `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
    `http://127.0.0.1:${port}`,
  ]),
);

const WRITES: ReadonlySet<string> = new Set([
  ...["PutItem", "DeleteItem", "UpdateItem", "BatchWriteItem", "TransactWriteItems", "BatchExecuteStatement"],
  ...["SendMessageBatch", "PublishBatch", "PUT", "POST", "DELETE"],
]);
export const isWrite = ({ operation }: WireCall): boolean => WRITES.has(operation);

/** @throws Error for a port that stands for no service */
export function wireCall(
  method: string,
  port: number,
  pathAndQuery: string,
  headers: Record<string, string>,
  body: Buffer,
): WireCall {
  const service = SERVICES.get(port);
  if (!service) throw new Error(`No service answers on port ${port}`);
  const [path = "/", query = ""] = pathAndQuery.split("?");
  const target = headers["x-amz-target"]?.split(".")[1];
  const operation = target ?? (service === "sns" ? "PublishBatch" : method);
  return { service, operation, method, path, query: new URLSearchParams(query), headers, body };
}
