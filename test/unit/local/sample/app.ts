import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnApi, CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { AttributeType, Billing, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { CfnPermission, Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { SqsDestination } from "aws-cdk-lib/aws-s3-notifications";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { SubscriptionFilter, Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { build } from "esbuild";
import { ISSUER_PLACEHOLDER } from "../../../../infra/local/assembly.ts";

const HANDLERS = fileURLToPath(new URL("./handlers.ts", import.meta.url));
const NAMES = ["api", "worker", "listener", "files", "daily"] as const;

/** Two small stacks with one of everything; synthesised into `folder`. */
export async function synthesiseSample(folder: string): Promise<string> {
  const bundles = join(folder, "bundles");
  await build({
    entryPoints: NAMES.map((name) => ({ in: HANDLERS, out: `${name}/index` })),
    outdir: bundles,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
  });
  const outdir = join(folder, "cdk.out");
  const app = new App({
    outdir,
    context: { "aws:cdk:enable-asset-metadata": true },
    analyticsReporting: false,
  });
  const store = new Store(app, "Sample-Store");
  new Orders(app, "Sample-Orders", store, bundles);
  app.synth();
  return outdir;
}

class Store extends Stack {
  readonly table: TableV2;
  readonly secret: TableV2;
  readonly facts: Topic;
  readonly key: Key;

  constructor(app: App, id: string) {
    super(app, id);
    this.table = table(this, "Table");
    this.secret = table(this, "Secret");
    this.facts = new Topic(this, "Facts");
    this.key = new Key(this, "Key", { removalPolicy: RemovalPolicy.DESTROY });
  }
}

class Orders extends Stack {
  constructor(app: App, id: string, store: Store, bundles: string) {
    super(app, id);
    const deadLetters = new Queue(this, "DeadLetters");
    const orders = new Queue(this, "Orders", {
      visibilityTimeout: Duration.seconds(3),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 2 },
    });
    const heard = new Queue(this, "Heard");
    const arrived = new Queue(this, "Arrived");
    const files = new Bucket(this, "Files");
    store.facts.addSubscription(
      new SqsSubscription(heard, {
        rawMessageDelivery: true,
        filterPolicy: { type: SubscriptionFilter.stringFilter({ allowlist: ["ordered"] }) },
      }),
    );
    files.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(arrived), { prefix: "in/" });

    const make = (name: (typeof NAMES)[number], timeout: number): LambdaFunction => {
      const made = new LambdaFunction(this, name, {
        runtime: Runtime.NODEJS_24_X,
        handler: `index.${name}`,
        code: Code.fromAsset(join(bundles, name)),
        timeout: Duration.seconds(timeout),
        memorySize: 192,
        environment: {
          TABLE: store.table.tableName,
          SECRET: store.secret.tableName,
          FACTS: store.facts.topicArn,
          FILES: files.bucketName,
          ORDERS_URL: orders.queueUrl,
          KEY: store.key.keyArn,
        },
      });
      store.table.grantReadWriteData(made);
      return made;
    };
    const api = make("api", 2);
    orders.grantSendMessages(api);
    files.grantPut(api);
    files.grantRead(api);
    store.key.grant(api, "kms:GenerateDataKey", "kms:Decrypt");
    const worker = make("worker", 3);
    store.facts.grantPublish(worker);
    worker.addEventSource(
      new SqsEventSource(orders, { batchSize: 5, reportBatchItemFailures: true, maxConcurrency: 2 }),
    );
    make("listener", 2).addEventSource(new SqsEventSource(heard));
    const reader = make("files", 2);
    files.grantRead(reader);
    reader.addEventSource(new SqsEventSource(arrived));
    this.#routes(api);
    this.#schedules(make("daily", 2));
  }

  #routes(api: LambdaFunction): void {
    const gateway = new CfnApi(this, "Api", { name: "sample", protocolType: "HTTP" });
    new CfnStage(this, "Stage", { apiId: gateway.ref, stageName: "$default", autoDeploy: true });
    const authorizer = new CfnAuthorizer(this, "Authorizer", {
      apiId: gateway.ref,
      name: "oidc",
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: ISSUER_PLACEHOLDER, audience: ["ronghe"] },
    });
    const integration = new CfnIntegration(this, "Integration", {
      apiId: gateway.ref,
      integrationType: "AWS_PROXY",
      integrationUri: api.functionArn,
      payloadFormatVersion: "2.0",
    });
    new CfnPermission(this, "Permission", {
      action: "lambda:InvokeFunction",
      functionName: api.functionArn,
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:${this.partition}:execute-api:${this.region}:${this.account}:${gateway.ref}/*/*`,
    });
    const target = `integrations/${integration.ref}`;
    for (const [index, routeKey] of ["ANY /open/{what}", "POST /open/{what}/{more+}"].entries()) {
      new CfnRoute(this, `Open${index}`, { apiId: gateway.ref, routeKey, target });
    }
    const authorizerId = authorizer.ref;
    new CfnRoute(this, "Closed", {
      apiId: gateway.ref,
      routeKey: "GET /closed",
      target,
      authorizationType: "JWT",
      authorizerId,
    });
  }

  #schedules(daily: LambdaFunction): void {
    const role = new Role(this, "SchedulerRole", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com"),
    });
    daily.grantInvoke(role);
    new CfnSchedule(this, "Daily", {
      scheduleExpression: "cron(0 2 * * ? *)",
      scheduleExpressionTimezone: "Asia/Shanghai",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: daily.functionArn,
        roleArn: role.roleArn,
        input: '{"at":"<aws.scheduler.scheduled-time>","run":"<aws.scheduler.execution-id>"}',
      },
    });
  }
}

function table(scope: Construct, id: string): TableV2 {
  return new TableV2(scope, id, {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    billing: Billing.onDemand(),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
