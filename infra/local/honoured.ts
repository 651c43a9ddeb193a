import { Unsupported } from "./resolve.ts";

/** What the stage does with a property: it acts by it, or it has a reason for having no use of it. */
interface Treatment {
  /** Paths the stage acts by; a path covers all that is beneath it. */
  honoured: readonly string[];
  /** Paths without effect here, each with the reason. */
  inert?: Readonly<Record<string, string>>;
}

const ENCRYPTION = "the state of the stage is plain files of this machine";
const RETENTION = "nothing of the stage lives long enough to expire";
const TAGS = "labels";
const ONE_ACCOUNT = "there is one stage and no deployment to protect";
const OPERATORS = "nobody watches a local stage";

/** Every resource type the stage can run, property by property. What is not listed is refused by name. */
export const TREATMENTS: Readonly<Record<string, Treatment>> = {
  "AWS::ApiGatewayV2::Api": { honoured: ["Name", "ProtocolType"], inert: { Description: TAGS, Tags: TAGS } },
  "AWS::ApiGatewayV2::Stage": {
    honoured: ["ApiId", "StageName", "AutoDeploy"],
    inert: {
      AccessLogSettings: OPERATORS,
      "DefaultRouteSettings.ThrottlingBurstLimit": "one developer does not reach the limit of a city",
      "DefaultRouteSettings.ThrottlingRateLimit": "one developer does not reach the limit of a city",
      "DefaultRouteSettings.DetailedMetricsEnabled": OPERATORS,
      Tags: TAGS,
    },
  },
  "AWS::ApiGatewayV2::Integration": {
    honoured: ["ApiId", "IntegrationType", "IntegrationUri", "PayloadFormatVersion", "TimeoutInMillis"],
    inert: { Description: TAGS },
  },
  "AWS::ApiGatewayV2::Route": {
    honoured: ["ApiId", "RouteKey", "Target", "AuthorizationType", "AuthorizerId", "AuthorizationScopes"],
    inert: { OperationName: TAGS },
  },
  "AWS::ApiGatewayV2::Authorizer": {
    honoured: [
      "ApiId",
      "AuthorizerType",
      "IdentitySource",
      "JwtConfiguration.Issuer",
      "JwtConfiguration.Audience",
    ],
    inert: { Name: TAGS },
  },
  "AWS::Lambda::Permission": {
    honoured: ["Action", "FunctionName", "Principal", "SourceArn", "SourceAccount"],
  },
  "AWS::Lambda::Function": {
    honoured: [
      "FunctionName",
      "Code",
      "Handler",
      "Runtime",
      "Timeout",
      "MemorySize",
      "Environment.Variables",
      "Role",
      "PackageType",
      "ReservedConcurrentExecutions",
      "DeadLetterConfig.TargetArn",
      "LoggingConfig.LogGroup",
    ],
    inert: {
      Architectures: "bundles are plain JavaScript",
      Description: TAGS,
      Tags: TAGS,
      "EphemeralStorage.Size": "the machine's own temporary folder has no such limit",
      "LoggingConfig.LogFormat": "lines are kept as the function writes them",
      "LoggingConfig.ApplicationLogLevel": "lines are kept as the function writes them",
      "LoggingConfig.SystemLogLevel": "lines are kept as the function writes them",
      "TracingConfig.Mode": OPERATORS,
    },
  },
  "AWS::Lambda::EventInvokeConfig": {
    honoured: ["FunctionName", "Qualifier", "MaximumRetryAttempts"],
    inert: { MaximumEventAgeInSeconds: "retries here follow within seconds" },
  },
  "AWS::Lambda::EventSourceMapping": {
    honoured: [
      "BatchSize",
      "Enabled",
      "EventSourceArn",
      "FunctionName",
      "FunctionResponseTypes",
      "MaximumBatchingWindowInSeconds",
      "ScalingConfig.MaximumConcurrency",
    ],
    inert: { Tags: TAGS },
  },
  "AWS::SQS::Queue": {
    honoured: [
      "QueueName",
      "FifoQueue",
      "ContentBasedDeduplication",
      "DelaySeconds",
      "MaximumMessageSize",
      "ReceiveMessageWaitTimeSeconds",
      "VisibilityTimeout",
      "RedrivePolicy.deadLetterTargetArn",
      "RedrivePolicy.maxReceiveCount",
    ],
    inert: {
      MessageRetentionPeriod: RETENTION,
      SqsManagedSseEnabled: ENCRYPTION,
      KmsMasterKeyId: ENCRYPTION,
      KmsDataKeyReusePeriodSeconds: ENCRYPTION,
      RedriveAllowPolicy: "no queue here belongs to anybody else",
      Tags: TAGS,
    },
  },
  "AWS::SQS::QueuePolicy": { honoured: ["Queues", "PolicyDocument"] },
  "AWS::SNS::Topic": {
    honoured: ["TopicName", "FifoTopic", "ContentBasedDeduplication"],
    inert: { DisplayName: TAGS, KmsMasterKeyId: ENCRYPTION, Tags: TAGS },
  },
  "AWS::SNS::TopicPolicy": { honoured: ["Topics", "PolicyDocument"] },
  "AWS::SNS::Subscription": {
    honoured: ["TopicArn", "Protocol", "Endpoint", "RawMessageDelivery", "FilterPolicy", "FilterPolicyScope"],
    inert: { RedrivePolicy: "a delivery within one process does not fail on its way" },
  },
  "AWS::DynamoDB::GlobalTable": {
    honoured: [
      "TableName",
      "AttributeDefinitions",
      "BillingMode",
      "GlobalSecondaryIndexes.IndexName",
      "GlobalSecondaryIndexes.KeySchema",
      "GlobalSecondaryIndexes.Projection",
      "KeySchema",
      "Replicas.Region",
      "Replicas.GlobalSecondaryIndexes.IndexName",
    ],
    inert: {
      SSESpecification: ENCRYPTION,
      TimeToLiveSpecification: "AWS itself deletes days later; whoever reads must filter by it",
      "Replicas.DeletionProtectionEnabled": ONE_ACCOUNT,
      "Replicas.PointInTimeRecoverySpecification": RETENTION,
      "Replicas.TableClass": "a price",
      "Replicas.Tags": TAGS,
      "Replicas.ContributorInsightsSpecification": OPERATORS,
      WarmThroughput: "the emulator is always warm",
    },
  },
  "AWS::S3::Bucket": {
    honoured: ["BucketName", "ObjectLockEnabled", "ObjectLockConfiguration"],
    inert: {
      BucketEncryption: ENCRYPTION,
      LifecycleConfiguration: RETENTION,
      PublicAccessBlockConfiguration: "nothing is public here: every request must be signed",
      VersioningConfiguration: "nothing reads older versions",
      LoggingConfiguration: OPERATORS,
      CorsConfiguration: "pages and files have the same origin here",
      OwnershipControls: "there is one account",
      Tags: TAGS,
    },
  },
  "AWS::S3::BucketPolicy": { honoured: ["Bucket", "PolicyDocument"] },
  "Custom::S3BucketNotifications": {
    honoured: ["BucketName", "NotificationConfiguration.QueueConfigurations"],
    inert: {
      ServiceToken: "the stage does itself what that function sets up",
      Managed: ONE_ACCOUNT,
      SkipDestinationValidation: "the queue's policy is checked at the start in any case",
    },
  },
  "AWS::Scheduler::Schedule": {
    honoured: [
      "Name",
      "ScheduleExpression",
      "ScheduleExpressionTimezone",
      "State",
      "FlexibleTimeWindow.Mode",
      "Target.Arn",
      "Target.Input",
      "Target.RoleArn",
    ],
    inert: {
      Description: TAGS,
      "Target.DeadLetterConfig": "a firing within one process does not fail on its way to the function",
      "Target.RetryPolicy": "a firing within one process does not fail on its way to the function",
    },
  },
  "AWS::KMS::Key": {
    honoured: ["KeyPolicy", "KeySpec", "KeyUsage", "Enabled"],
    inert: { Description: TAGS, EnableKeyRotation: "a year", PendingWindowInDays: ONE_ACCOUNT, Tags: TAGS },
  },
  "AWS::IAM::Role": {
    honoured: ["RoleName", "Policies", "ManagedPolicyArns", "AssumeRolePolicyDocument"],
    inert: { Description: TAGS, Tags: TAGS },
  },
  "AWS::IAM::Policy": { honoured: ["PolicyName", "PolicyDocument", "Roles"] },
  "AWS::Logs::LogGroup": {
    honoured: ["LogGroupName"],
    inert: { RetentionInDays: RETENTION, KmsKeyId: ENCRYPTION, Tags: TAGS },
  },
};

/** Whole types without effect here, each with the reason. */
export const INERT_TYPES: Readonly<Record<string, string>> = {
  "AWS::CloudWatch::Alarm": OPERATORS,
  "AWS::CloudWatch::CompositeAlarm": OPERATORS,
  "AWS::CloudWatch::Dashboard": OPERATORS,
  "AWS::Logs::MetricFilter": OPERATORS,
  "AWS::CDK::Metadata": TAGS,
};

/**
 * Checks that the stage knows what to do with each property of a resource.
 * @throws Unsupported naming the resource and the property that cannot be honoured
 */
export function assertHonoured(stack: string, id: string, type: string, properties: unknown): void {
  if (type in INERT_TYPES) return;
  const treatment = TREATMENTS[type];
  if (!treatment) throw new Unsupported(stack, id, type);
  const known = [...treatment.honoured, ...Object.keys(treatment.inert ?? {})];
  for (const path of leaves(properties)) {
    const covered = known.some((name) => path === name || path.startsWith(`${name}.`));
    if (!covered) throw new Unsupported(stack, id, `${type}.${path}`);
  }
}

/** The paths of all values, those of an array's items without their index. */
function leaves(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, path));
  if (typeof value !== "object" || value === null) return path ? [path] : [];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path ? `${path}.${key}` : key));
}
