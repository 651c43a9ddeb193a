import { join } from "node:path";
import { type Duration, Stack, Token } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { BUNDLES, bundleName, type Context } from "../functions.ts";
import { LAWFUL_LOG_RETENTION, LOGS_OUTLIVE_THEIR_STACK } from "./logs.ts";

/** What a function may use: the setting that names it and the permission it takes, given in one move. */
export type Use = (user: ContextFunction) => void;

export interface ContextFunctionProps {
  context: Context;
  /** The file `functions/<context>/<name>.ts`. */
  name: string;
  uses?: readonly Use[];
  timeout: Duration;
  /** MB; also decides the share of a processor: 1,769 MB are one whole. */
  memory?: number;
  environment?: Record<string, string>;
}

/**
 * For functions that large files pass through. Rows are gone as soon as they are read: a small nursery for what is
 * young, and few arenas for what lies outside the heap, halve the memory that a large file takes, and cost no time.
 */
export const STEADY = { NODE_OPTIONS: "--max-semi-space-size=2", MALLOC_ARENA_MAX: "2" };

/** A function of one context: its own role with nothing but its own log group, and whatever it uses. */
export class ContextFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: ContextFunctionProps) {
    const bundle = bundleName(props.context, props.name);
    const logs = new LogGroup(scope, `${id}Logs`, {
      retention: LAWFUL_LOG_RETENTION,
      removalPolicy: LOGS_OUTLIVE_THEIR_STACK,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    super(scope, id, {
      description: `functions/${props.context}/${props.name}.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: architectureOf(scope),
      handler: "index.handler",
      code: Code.fromAsset(join(BUNDLES, bundle)),
      role,
      logGroup: logs,
      timeout: props.timeout,
      memorySize: props.memory ?? 512,
      environment: { ...props.environment },
    });
    this.allow(["logs:CreateLogStream", "logs:PutLogEvents"], [logs.logGroupArn]);
    for (const use of props.uses ?? []) use(this);
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}

/**
 * Arm is a fifth cheaper; for China's regions AWS does not document it, and bundles are plain JavaScript,
 * so x86 is taken there unless the context `architecture` says otherwise.
 */
function architectureOf(scope: Construct): Architecture {
  const { region } = Stack.of(scope);
  const inChina = !Token.isUnresolved(region) && region.startsWith("cn-");
  const wanted: unknown = scope.node.tryGetContext("architecture") ?? (inChina ? "x86_64" : "arm64");
  if (wanted === "arm64") return Architecture.ARM_64;
  if (wanted === "x86_64") return Architecture.X86_64;
  throw new Error(`The context "architecture" is neither arm64 nor x86_64: ${String(wanted)}`);
}
