import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FunctionSpec, MappingSpec, QueueSpec, Resource, ScheduleSpec } from "./blueprint.ts";
import { nameOf } from "./names.ts";
import type { Policies } from "./policies.ts";
import { parseExpression } from "./schedule-expression.ts";

/** Lambda's own defaults where a template is silent. */
const TIMEOUT_SECONDS = 3;
const MEMORY_MB = 128;
const UNRESERVED = 1000;
const RETRIES = 2;

export function readFunction(resource: Resource, assembly: string, policies: Policies): FunctionSpec {
  const { properties, identity, stack } = resource;
  if ((properties["PackageType"] ?? "Zip") !== "Zip") throw resource.refuse("PackageType: only Zip");
  const runtime = String(properties["Runtime"]);
  if (!/^nodejs\d+\.x$/.test(runtime)) throw resource.refuse(`Runtime: ${runtime}`);
  const asset = resource.metadata["aws:asset:path"];
  if (typeof asset !== "string")
    throw resource.refuse("Code: no asset folder, or aws:cdk:enable-asset-metadata is off");
  const folder = join(assembly, asset);
  const handler = resource.text("Handler");
  if (!existsSync(join(folder, `${handler.split(".")[0]}.js`)))
    throw resource.refuse(`Handler: ${handler} is not in ${folder}`);
  const roleArn = resource.text("Role");
  if (!policies.assumable(roleArn, "lambda.amazonaws.com"))
    throw resource.refuse(`Role: Lambda cannot assume ${roleArn}`);
  const deadLetterArn = (properties["DeadLetterConfig"] as { TargetArn?: string } | undefined)?.TargetArn;
  const putAside = { principal: roleArn, action: "sqs:SendMessage", resource: deadLetterArn ?? "" };
  if (deadLetterArn && !policies.allows(putAside)) {
    throw resource.refuse(`DeadLetterConfig.TargetArn: the role may not send to ${deadLetterArn}`);
  }
  const variables =
    (properties["Environment"] as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  const environment = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, String(value)]),
  );
  assertEnvironment(resource, environment);
  return {
    name: identity.ref,
    arn: identity.attributes["Arn"] ?? "",
    stack,
    folder,
    handler,
    timeoutSeconds: Number(properties["Timeout"] ?? TIMEOUT_SECONDS),
    memoryMb: Number(properties["MemorySize"] ?? MEMORY_MB),
    concurrency: Number(properties["ReservedConcurrentExecutions"] ?? UNRESERVED),
    environment,
    logGroup:
      (properties["LoggingConfig"] as { LogGroup?: string } | undefined)?.LogGroup ??
      `/aws/lambda/${identity.ref}`,
    roleArn,
    retries: RETRIES,
    ...(deadLetterArn ? { deadLetterArn } : {}),
  };
}

/** Lambda takes 4 KB of settings in all and keeps some names to itself. */
function assertEnvironment(resource: Resource, environment: Record<string, string>): void {
  const size = Object.entries(environment).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name + value),
    0,
  );
  if (size > 4096) throw resource.refuse(`Environment.Variables: ${size} bytes, Lambda takes 4096`);
  const reserved = Object.keys(environment).find((name) =>
    /^(AWS_(REGION|DEFAULT_REGION|LAMBDA_.*|ACCESS_KEY.*|SECRET_.*|SESSION_.*)|_.*|LAMBDA_.*|TZ)$/.test(name),
  );
  if (reserved) throw resource.refuse(`Environment.Variables.${reserved} is reserved`);
}

/** Changes what a function's own resource leaves at its default. */
export function readInvokeConfig(resource: Resource, functions: readonly FunctionSpec[]): void {
  const target = functionOf(resource, "FunctionName", functions);
  if (resource.text("Qualifier") !== "$LATEST") throw resource.refuse("Qualifier: only $LATEST");
  target.retries = Number(resource.properties["MaximumRetryAttempts"] ?? RETRIES);
}

export function readMapping(
  resource: Resource,
  queues: readonly QueueSpec[],
  functions: readonly FunctionSpec[],
  policies: Policies,
): MappingSpec[] {
  const { properties } = resource;
  if (properties["Enabled"] === false) return [];
  const queueArn = resource.text("EventSourceArn");
  const queue = queues.find(({ arn }) => arn === queueArn);
  if (!queue) throw resource.refuse(`EventSourceArn: ${queueArn} is no queue of this app`);
  const target = functionOf(resource, "FunctionName", functions);
  const visibility = Number(queue.attributes["VisibilityTimeout"] ?? 30);
  if (visibility < target.timeoutSeconds) {
    throw resource.refuse(
      `EventSourceArn: Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${target.timeoutSeconds} seconds`,
    );
  }
  for (const action of ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]) {
    if (!policies.allows({ principal: target.roleArn, action, resource: queueArn })) {
      throw resource.refuse(`FunctionName: the role of ${target.name} may not ${action} on ${queueArn}`);
    }
  }
  const batchSize = Number(properties["BatchSize"] ?? 10);
  const windowSeconds = Number(properties["MaximumBatchingWindowInSeconds"] ?? 0);
  if (batchSize < 1 || batchSize > 10_000) throw resource.refuse(`BatchSize: ${batchSize}`);
  if (batchSize > 10 && windowSeconds < 1)
    throw resource.refuse("BatchSize: over 10 needs a batching window of at least a second");
  const most = (properties["ScalingConfig"] as { MaximumConcurrency?: number } | undefined)
    ?.MaximumConcurrency;
  if (most !== undefined && (most < 2 || most > 1000))
    throw resource.refuse(`ScalingConfig.MaximumConcurrency: ${most}, AWS takes 2 to 1000`);
  const types = (properties["FunctionResponseTypes"] ?? []) as string[];
  const unknown = types.find((type) => type !== "ReportBatchItemFailures");
  if (unknown) throw resource.refuse(`FunctionResponseTypes: ${unknown}`);
  const spec = { queueArn, functionName: target.name, batchSize, windowSeconds };
  return [{ ...spec, concurrency: most ?? UNRESERVED, reportsItemFailures: types.length > 0 }];
}

export function readSchedule(
  resource: Resource,
  functions: readonly FunctionSpec[],
  policies: Policies,
): ScheduleSpec[] {
  const { properties, identity } = resource;
  if (properties["State"] === "DISABLED") return [];
  const { Mode } = properties["FlexibleTimeWindow"] as { Mode: string };
  if (Mode !== "OFF") throw resource.refuse(`FlexibleTimeWindow.Mode: ${Mode}`);
  const target = properties["Target"] as { Arn: string; Input?: string; RoleArn: string };
  const called = functions.find(({ arn }) => arn === target.Arn);
  if (!called) throw resource.refuse(`Target.Arn: ${target.Arn} is no function of this app`);
  if (
    !policies.allows({ principal: target.RoleArn, action: "lambda:InvokeFunction", resource: called.arn })
  ) {
    throw resource.refuse(`Target.RoleArn: ${target.RoleArn} may not invoke ${called.name}`);
  }
  if (!policies.assumable(target.RoleArn, "scheduler.amazonaws.com")) {
    throw resource.refuse(`Target.RoleArn: the scheduler cannot assume ${target.RoleArn}`);
  }
  const expression = resource.text("ScheduleExpression");
  const zone = String(properties["ScheduleExpressionTimezone"] ?? "UTC");
  try {
    parseExpression(expression, zone);
  } catch (cause) {
    throw resource.refuse(`ScheduleExpression: ${expression} in ${zone}: ${(cause as Error).message}`);
  }
  return [{ name: identity.ref, expression, zone, functionName: called.name, input: target.Input ?? "{}" }];
}

/** The function that a property names, by name or ARN. */
export function functionOf(
  resource: Resource,
  property: string,
  functions: readonly FunctionSpec[],
): FunctionSpec {
  const named = resource.text(property);
  const found = functions.find(({ name, arn }) => name === named || arn === named || name === nameOf(named));
  if (!found) throw resource.refuse(`${property}: ${named} is no function of this app`);
  return found;
}
